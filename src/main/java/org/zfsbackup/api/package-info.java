/** Backups from Java: one fluent class over the same routes that the command line starts. May import {@code service} and all before it. */
@NullMarked
package org.zfsbackup.api;

import org.jspecify.annotations.NullMarked;
