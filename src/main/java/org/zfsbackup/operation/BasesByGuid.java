package org.zfsbackup.operation;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;

/**
 * Finds the datasets that have backups of given snapshots, whatever they are called: a snapshot keeps its GUID if its
 * dataset is renamed or promoted. The index is made at the first question, because most runs have none. For one thread.
 */
final class BasesByGuid {
    private @Nullable Map<Guid, Set<DatasetName>> known;

    /** The datasets with a backup of one of these snapshots. */
    Set<DatasetName> datasets(BackupMap map, Set<Guid> snapshots) {
        Map<Guid, Set<DatasetName>> index = known;
        if (index == null) {
            index = new HashMap<>();
            known = index;
            map.datasets().forEach((dataset, backups) -> backups.entries().forEach(entry -> add(dataset, entry)));
        }
        Map<Guid, Set<DatasetName>> found = index;
        return snapshots.stream()
                .flatMap(guid -> found.getOrDefault(guid, Set.of()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Takes in a new backup, if there is an index already. */
    void add(DatasetName dataset, BackupEntry entry) {
        Map<Guid, Set<DatasetName>> index = known;
        if (index != null) {
            entry.snapshot().guid().ifPresent(guid -> index.computeIfAbsent(guid, key -> new LinkedHashSet<>())
                    .add(dataset));
        }
    }
}
