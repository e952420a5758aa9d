/** The Camel component {@code zfs:}. */
@NullMarked
package org.zfsbackup.camel.zfs;

import org.jspecify.annotations.NullMarked;
