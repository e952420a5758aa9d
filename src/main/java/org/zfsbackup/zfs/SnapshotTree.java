package org.zfsbackup.zfs;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshots of a dataset, oldest first.
 *
 * @param lackedBy for each snapshot that a dataset below does not have, by its name: one such dataset. A replication
 *     stream of it cannot be sent
 */
public record SnapshotTree(List<Snapshot> snapshots, Map<String, DatasetName> lackedBy) {
    public SnapshotTree {
        snapshots = List.copyOf(snapshots);
        lackedBy = Map.copyOf(lackedBy);
    }

    /** Snapshots of a dataset whose children do not matter. */
    public static SnapshotTree alone(List<Snapshot> snapshots) {
        return new SnapshotTree(snapshots, Map.of());
    }

    public Optional<DatasetName> lacking(Snapshot snapshot) {
        return Optional.ofNullable(lackedBy.get(snapshot.name().name()));
    }
}
