/** Whether a target can hold backups that can be restored. May import {@code target} and {@code chunk}. */
@NullMarked
package org.zfsbackup.operation.check;

import org.jspecify.annotations.NullMarked;
