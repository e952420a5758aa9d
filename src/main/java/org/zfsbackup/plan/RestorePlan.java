package org.zfsbackup.plan;

import java.util.List;
import org.zfsbackup.map.BackupEntry;

/** What a restore would do. */
public sealed interface RestorePlan {
    /**
     * These backups, received one after the other.
     *
     * @param overwrite whether the first has to roll back or replace what is there
     */
    record Receive(List<BackupEntry> steps, boolean overwrite) implements RestorePlan {
        public Receive {
            steps = List.copyOf(steps);
        }
    }

    /** Nothing: the destination has the snapshot. */
    record AlreadyThere(BackupEntry wanted) implements RestorePlan {}

    /** It cannot be done as it was asked for; nothing was touched. */
    record Refused(String why) implements RestorePlan {}
}
