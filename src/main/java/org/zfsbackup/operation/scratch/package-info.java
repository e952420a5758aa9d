/** Backups that are restored into a scratch dataset to be looked at, and destroyed afterwards. */
@NullMarked
package org.zfsbackup.operation.scratch;

import org.jspecify.annotations.NullMarked;
