package org.zfsbackup.zfs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The snapshots of a dataset.
 *
 * @param snapshots oldest first
 * @param lackedBy for the name of each snapshot that some dataset below lacks: one such dataset. A replication stream
 *     of that snapshot cannot be sent
 * @param datasets the dataset, and those below it if they matter; empty if that is not known
 * @param origin for a clone, the snapshot of another dataset that it starts from, if that is known
 */
public record SnapshotTree(
        List<Snapshot> snapshots,
        Map<String, DatasetName> lackedBy,
        Optional<DatasetTree> datasets,
        Optional<Snapshot> origin) {
    public SnapshotTree {
        snapshots = List.copyOf(snapshots);
        lackedBy = Map.copyOf(lackedBy);
    }

    /** Snapshots whose datasets are not known. */
    public SnapshotTree(List<Snapshot> snapshots, Map<String, DatasetName> lackedBy) {
        this(snapshots, lackedBy, Optional.empty(), Optional.empty());
    }

    /** Returns the snapshots of the tree's root, and which datasets below lack some of them. */
    public static SnapshotTree of(DatasetTree tree) {
        List<Snapshot> own = tree.rootSnapshots();
        Map<String, DatasetName> lackedBy = new HashMap<>();
        for (DatasetState below : tree.datasets().values()) {
            if (!below.name().equals(tree.root())) {
                Set<String> there =
                        below.snapshots().stream().map(Snapshot::shortName).collect(Collectors.toSet());
                own.stream()
                        .map(Snapshot::shortName)
                        .filter(name -> !there.contains(name))
                        .forEach(name -> lackedBy.put(name, below.name()));
            }
        }
        return new SnapshotTree(own, lackedBy, Optional.of(tree), Optional.empty());
    }

    /**
     * Returns the snapshots of one dataset. The datasets below it do not matter.
     *
     * @param origin the snapshot that it is a clone of
     */
    public static SnapshotTree of(DatasetState state, Optional<Snapshot> origin) {
        DatasetTree alone = new DatasetTree(state.name(), new TreeMap<>(Map.of(state.name(), state)));
        return new SnapshotTree(state.snapshots(), Map.of(), Optional.of(alone), origin);
    }

    /** Returns the tree whose root has nothing newer than this snapshot; the tree as it is if the root does not have it. */
    public SnapshotTree upTo(Guid newest) {
        for (int i = 0; i < snapshots.size(); i++) {
            if (snapshots.get(i).guid().equals(newest)) {
                return new SnapshotTree(
                        snapshots.subList(0, i + 1), lackedBy, datasets.map(tree -> tree.upTo(newest)), origin);
            }
        }
        return this;
    }

    /** Returns snapshots of a dataset about which nothing else is known. */
    public static SnapshotTree alone(List<Snapshot> snapshots) {
        return new SnapshotTree(snapshots, Map.of());
    }

    /** Returns a dataset below that lacks this snapshot, or nothing if all have it. */
    public Optional<DatasetName> lacking(Snapshot snapshot) {
        return Optional.ofNullable(lackedBy.get(snapshot.name().name()));
    }

    /** Returns the GUID of the dataset itself, which no replica of it shares. */
    public Optional<Guid> datasetGuid() {
        return datasets.flatMap(tree -> tree.find(tree.root()))
                .map(DatasetState::guid)
                .filter(guid -> !guid.equals(Guid.NONE));
    }
}
