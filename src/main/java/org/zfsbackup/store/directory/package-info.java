/** A directory as a store, written durably and without following symbolic links. */
@NullMarked
package org.zfsbackup.store.directory;

import org.jspecify.annotations.NullMarked;
