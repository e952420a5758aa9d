/** A place for objects: put, get, list, stat and delete. Packages below it hold one kind of store each. */
@NullMarked
package org.zfsbackup.store;

import org.jspecify.annotations.NullMarked;
