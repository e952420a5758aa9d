package org.zfsbackup.zfs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The snapshots of a dataset, oldest first.
 *
 * @param lackedBy for each snapshot that a dataset below does not have, by its name: one such dataset. A replication
 *     stream of it cannot be sent
 * @param datasets what the snapshots were taken from: the dataset, and those below it if they matter; nothing if that is
 *     not known
 */
public record SnapshotTree(
        List<Snapshot> snapshots, Map<String, DatasetName> lackedBy, Optional<DatasetTree> datasets) {
    public SnapshotTree {
        snapshots = List.copyOf(snapshots);
        lackedBy = Map.copyOf(lackedBy);
    }

    public SnapshotTree(List<Snapshot> snapshots, Map<String, DatasetName> lackedBy) {
        this(snapshots, lackedBy, Optional.empty());
    }

    /** The snapshots of the tree's root, and what those below it lack of them. */
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
        return new SnapshotTree(own, lackedBy, Optional.of(tree));
    }

    /** The snapshots of one dataset, whose children do not matter. */
    public static SnapshotTree of(DatasetState state) {
        DatasetTree alone = new DatasetTree(state.name(), new TreeMap<>(Map.of(state.name(), state)));
        return new SnapshotTree(state.snapshots(), Map.of(), Optional.of(alone));
    }

    /** Snapshots of a dataset of which nothing else is known. */
    public static SnapshotTree alone(List<Snapshot> snapshots) {
        return new SnapshotTree(snapshots, Map.of());
    }

    public Optional<DatasetName> lacking(Snapshot snapshot) {
        return Optional.ofNullable(lackedBy.get(snapshot.name().name()));
    }

    /** The GUID of the dataset itself, which no replica of it has. */
    public Optional<Guid> datasetGuid() {
        return datasets.flatMap(tree -> tree.find(tree.root()))
                .map(DatasetState::guid)
                .filter(guid -> !guid.equals(Guid.NONE));
    }
}
