package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.zfs.SnapshotName;

/**
 * One backup to be received.
 *
 * @param rollBackTo the destination's snapshot that it goes on from, where newer ones have to be destroyed first; only
 *     ever there where the user has said so
 */
public record RestoreStep(BackupEntry entry, Optional<SnapshotName> rollBackTo) {
    static RestoreStep plain(BackupEntry entry) {
        return new RestoreStep(entry, Optional.empty());
    }
}
