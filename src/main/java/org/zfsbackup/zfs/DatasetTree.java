package org.zfsbackup.zfs;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A dataset and the datasets below it, as their host describes them.
 *
 * @param root the dataset that was asked for
 * @param datasets all of them by name, parents first
 */
public record DatasetTree(DatasetName root, SortedMap<DatasetName, DatasetState> datasets) {
    public DatasetTree {
        datasets = Collections.unmodifiableSortedMap(new TreeMap<>(datasets));
    }

    /** Returns the dataset with this name. */
    public Optional<DatasetState> find(DatasetName name) {
        return Optional.ofNullable(datasets.get(name));
    }

    /** Returns the snapshots of the root, oldest first; none if the tree has no root. */
    List<Snapshot> rootSnapshots() {
        return find(root).map(DatasetState::snapshots).orElse(List.of());
    }

    /** Returns the tree whose root has nothing newer than this snapshot; the tree as it is if the root does not have it. */
    public DatasetTree upTo(Guid newest) {
        SortedMap<DatasetName, DatasetState> older = new TreeMap<>(datasets);
        older.computeIfPresent(root, (name, state) -> state.upTo(newest));
        return new DatasetTree(root, older);
    }
}
