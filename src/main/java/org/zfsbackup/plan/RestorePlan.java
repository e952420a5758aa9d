package org.zfsbackup.plan;

import java.util.List;
import org.zfsbackup.repository.map.BackupEntry;

/** What a restore would do. */
public sealed interface RestorePlan {
    /** These backups, received one after the other. */
    record Receive(List<RestoreStep> steps) implements RestorePlan {
        public Receive {
            steps = List.copyOf(steps);
        }
    }

    /** Nothing: the destination has the snapshot. */
    record AlreadyThere(BackupEntry wanted) implements RestorePlan {}

    /** It cannot be done as it was asked for; nothing was touched. */
    record Refused(String why) implements RestorePlan {}
}
