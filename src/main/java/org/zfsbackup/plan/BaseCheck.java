package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Snapshot;

/** Looks closer at a backup that an incremental one could build on. */
@FunctionalInterface
public interface BaseCheck {
    /** Takes every backup. */
    BaseCheck NONE = (base, entry) -> Optional.empty();

    /**
     * Why no incremental backup of the source as it is now can be built on this one, as a sentence without its end; nothing
     * if one can.
     */
    Optional<String> problem(Snapshot base, BackupEntry entry);
}
