/** One prefix of a store, kept consistent: its names, records, map, lock, leftovers and {@code RESTORE.txt}. */
@NullMarked
package org.zfsbackup.repository;

import org.jspecify.annotations.NullMarked;
