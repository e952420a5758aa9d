/**
 * Backup, list, restore, verify, delete: what a user asks for, on what the packages before it can do. May import {@code
 * zfs}, {@code pipe}, {@code chunk}, {@code map}, {@code plan} and {@code target}.
 */
@NullMarked
package org.zfsbackup.operation;

import org.jspecify.annotations.NullMarked;
