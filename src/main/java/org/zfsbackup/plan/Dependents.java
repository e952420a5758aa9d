package org.zfsbackup.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;

/** Finds the backups that build on others, over any number of steps and, for clones, in other datasets. */
final class Dependents {
    private final Map<BackupEntry, List<DeletePlan.Deleted>> children = new HashMap<>();

    /**
     * @param map the whole map
     * @param chains the chains that are known already, by their datasets
     */
    Dependents(BackupMap map, Map<DatasetName, Chains> chains) {
        Map<DatasetName, Chains> relevant = new LinkedHashMap<>(chains);
        map.datasets().forEach((dataset, backups) -> {
            if (backups.entries().stream()
                    .anyMatch(entry -> entry.details().parentDataset().isPresent())) {
                relevant.computeIfAbsent(dataset, name -> Chains.of(map, name));
            }
        });
        relevant.forEach((dataset, own) -> own.entries().forEach(entry -> own.parentOf(entry)
                .ifPresent(parent -> children.computeIfAbsent(parent, key -> new ArrayList<>())
                        .add(new DeletePlan.Deleted(dataset, entry)))));
    }

    /** Returns the backups that build on some of these and are not among them. */
    List<DeletePlan.Deleted> of(Map<DatasetName, Set<BackupEntry>> gone) {
        Set<BackupEntry> known = new LinkedHashSet<>();
        gone.values().forEach(known::addAll);
        Deque<BackupEntry> edge = new ArrayDeque<>(known);
        List<DeletePlan.Deleted> found = new ArrayList<>();
        while (!edge.isEmpty()) {
            for (DeletePlan.Deleted child : children.getOrDefault(edge.remove(), List.of())) {
                if (known.add(child.entry())) {
                    found.add(child);
                    edge.add(child.entry());
                }
            }
        }
        return found;
    }
}
