/** Gzip (RFC 1952) on all cores. */
@NullMarked
package org.zfsbackup.pipe.gzip;

import org.jspecify.annotations.NullMarked;
