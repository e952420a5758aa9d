package org.zfsbackup.plan;

import java.util.List;
import org.zfsbackup.repository.map.BackupEntry;

/** What a restore would do. A plan is a value and changes nothing. */
public sealed interface RestorePlan {
    /** Receive these backups one after the other. */
    record Receive(List<RestoreStep> steps) implements RestorePlan {
        public Receive {
            steps = List.copyOf(steps);
        }
    }

    /** Receive nothing, because the destination has the snapshot. */
    record AlreadyThere(BackupEntry wanted) implements RestorePlan {}

    /**
     * The restore cannot be done as it was asked for.
     *
     * @param why a sentence that also says what to do
     */
    record Refused(String why) implements RestorePlan {}
}
