package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SnapshotName;

/**
 * One backup to be received.
 *
 * @param source the dataset that was backed up
 * @param rollBackTo the destination's snapshot that it goes on from, where newer ones have to be destroyed first; only
 *     ever there where the user has said so
 */
public record RestoreStep(DatasetName source, BackupEntry entry, Optional<SnapshotName> rollBackTo) {
    /** A backup that is received on what is there. */
    public static RestoreStep plain(DatasetName source, BackupEntry entry) {
        return new RestoreStep(source, entry, Optional.empty());
    }
}
