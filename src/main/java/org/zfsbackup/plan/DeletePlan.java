package org.zfsbackup.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;

/** What a deletion would do. A plan is a value and changes nothing. */
public sealed interface DeletePlan {
    /**
     * One backup to delete.
     *
     * @param dataset the dataset that was backed up
     * @param entry the backup
     */
    record Deleted(DatasetName dataset, BackupEntry entry) {
        /** Returns its stored bytes; 0 if the original program wrote it, whose map does not say. */
        public long bytes() {
            return entry.content().storedSize();
        }
    }

    /**
     * Delete these backups and these objects.
     *
     * @param backups the backups
     * @param chunks the paths, below the store's root, of chunks that no other backup needs
     */
    record Delete(List<Deleted> backups, List<String> chunks) implements DeletePlan {
        public Delete {
            backups = List.copyOf(backups);
            chunks = List.copyOf(chunks);
        }

        /** Returns the IDs of the backups that have one. */
        public List<String> ids() {
            return backups.stream()
                    .flatMap(deleted -> deleted.entry().id().stream())
                    .toList();
        }

        /** Returns the map without these backups. */
        public BackupMap from(BackupMap map) {
            BackupMap after = map;
            for (DatasetName dataset : backups.stream().map(Deleted::dataset).collect(Collectors.toSet())) {
                Set<BackupEntry> gone = new HashSet<>();
                backups.stream()
                        .filter(deleted -> deleted.dataset().equals(dataset))
                        .forEach(deleted -> gone.add(deleted.entry()));
                after = after.without(dataset, gone);
            }
            return after;
        }
    }

    /**
     * The deletion cannot be done as it was asked for.
     *
     * @param why a sentence that also says what to do
     */
    record Refused(String why) implements DeletePlan {}
}
