/** Tries out whether a store does all that a backup needs of it. */
@NullMarked
package org.zfsbackup.store.check;

import org.jspecify.annotations.NullMarked;
