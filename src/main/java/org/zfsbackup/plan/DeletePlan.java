package org.zfsbackup.plan;

import java.util.List;
import org.zfsbackup.map.BackupEntry;

/** What a deletion would do. */
public sealed interface DeletePlan {
    /**
     * These backups go, and with them these objects.
     *
     * @param chunks paths that no other backup needs
     */
    record Delete(List<BackupEntry> entries, List<String> chunks) implements DeletePlan {
        public Delete {
            entries = List.copyOf(entries);
            chunks = List.copyOf(chunks);
        }
    }

    /** It cannot be done as it was asked for; nothing was touched. */
    record Refused(String why) implements DeletePlan {}
}
