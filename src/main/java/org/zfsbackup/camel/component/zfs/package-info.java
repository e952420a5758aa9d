/** The Camel component {@code zfs:}. */
@NullMarked
package org.zfsbackup.camel.component.zfs;

import org.jspecify.annotations.NullMarked;
