/** Ordinary gzip, on all cores. May import {@code pipe} and {@code process}. */
@NullMarked
package org.zfsbackup.pipe.gzip;

import org.jspecify.annotations.NullMarked;
