/** The zfs(8) command in Java: names, snapshots, GUIDs, send streams. May import {@code process}. */
@NullMarked
package org.zfsbackup.zfs;

import org.jspecify.annotations.NullMarked;
