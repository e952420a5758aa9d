/** The zfs(8) command in Java: names, snapshots, GUIDs, send and receive. */
@NullMarked
package org.zfsbackup.zfs;

import org.jspecify.annotations.NullMarked;
