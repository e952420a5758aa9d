package org.zfsbackup.zfs;

import java.util.Collections;
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

    /** What is told of the dataset itself, where there is one. */
    DatasetTree rootAlone() {
        SortedMap<DatasetName, DatasetState> alone = new TreeMap<>(datasets);
        alone.keySet().retainAll(Set.of(root));
        return new DatasetTree(root, alone);
    }
}
