/** What to send, to restore and to delete: values with reasons; pure, no input or output. May import {@code zfs} and {@code map}. */
@NullMarked
package org.zfsbackup.plan;

import org.jspecify.annotations.NullMarked;
