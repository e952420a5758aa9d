package org.zfsbackup.zfs;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A dataset and those below it, as a host tells of them, by name: parents first. */
public record DatasetTree(DatasetName root, SortedMap<DatasetName, DatasetState> datasets) {
    public DatasetTree {
        datasets = Collections.unmodifiableSortedMap(new TreeMap<>(datasets));
    }

    public Optional<DatasetState> find(DatasetName name) {
        return Optional.ofNullable(datasets.get(name));
    }

    /** Those of the dataset itself, oldest first; none where nothing is told of it. */
    List<Snapshot> rootSnapshots() {
        return find(root).map(DatasetState::snapshots).orElse(List.of());
    }

    /** What is told of the dataset itself, where there is one. */
    DatasetTree rootAlone() {
        SortedMap<DatasetName, DatasetState> alone = new TreeMap<>(datasets);
        alone.keySet().retainAll(Set.of(root));
        return new DatasetTree(root, alone);
    }
}
