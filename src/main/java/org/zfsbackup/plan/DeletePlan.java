package org.zfsbackup.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;

/** What a deletion would do. */
public sealed interface DeletePlan {
    /** One backup that goes. */
    record Deleted(DatasetName dataset, BackupEntry entry) {
        /** Its bytes as they are stored; 0 for what the original wrote, whose map does not say. */
        public long bytes() {
            return entry.content().storedSize();
        }
    }

    /**
     * These backups go, and with them these objects.
     *
     * @param chunks paths that no other backup needs
     */
    record Delete(List<Deleted> backups, List<String> chunks) implements DeletePlan {
        public Delete {
            backups = List.copyOf(backups);
            chunks = List.copyOf(chunks);
        }

        /** The IDs of those that have one. */
        public List<String> ids() {
            return backups.stream().flatMap(one -> one.entry().id().stream()).toList();
        }

        /** The map without these backups. */
        public BackupMap from(BackupMap map) {
            BackupMap after = map;
            for (DatasetName dataset : backups.stream().map(Deleted::dataset).collect(Collectors.toSet())) {
                Set<BackupEntry> gone = new HashSet<>();
                backups.stream().filter(one -> one.dataset().equals(dataset)).forEach(one -> gone.add(one.entry()));
                after = after.without(dataset, gone);
            }
            return after;
        }
    }

    /** It cannot be done as it was asked for; nothing was touched. */
    record Refused(String why) implements DeletePlan {}
}
