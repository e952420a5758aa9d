/** Where backups are: put, get, list, stat and delete of objects. May import {@code zfs} and {@code process}. */
@NullMarked
package org.zfsbackup.target;

import org.jspecify.annotations.NullMarked;
