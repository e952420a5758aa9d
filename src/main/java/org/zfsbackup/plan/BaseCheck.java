package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Snapshot;

/** Checks a backup on which an incremental one could build. */
@FunctionalInterface
public interface BaseCheck {
    /** Accepts every backup. */
    BaseCheck NONE = (base, entry) -> Optional.empty();

    /**
     * Returns why no incremental backup of the source in its present state can build on this backup, as a sentence
     * without its end, or nothing if one can.
     *
     * @param base the snapshot of the backup, at the source
     * @param entry the backup
     */
    Optional<String> problem(Snapshot base, BackupEntry entry);
}
