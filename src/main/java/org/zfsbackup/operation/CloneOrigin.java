package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;

/** Finds the snapshot of which a restored dataset becomes a clone. */
public final class CloneOrigin {
    private CloneOrigin() {}

    /**
     * Finds it in the pool of the destination, by its GUID. If several datasets have it, the one whose name has the most
     * in common with the destination's counts, because it was probably restored with it.
     *
     * @param zfs the host of the destination
     * @param source the dataset that was backed up
     * @param entry its backup, which creates a clone
     * @throws IOException if the pool does not have it, or zfs fails
     */
    public static SnapshotName find(Zfs zfs, DatasetName source, BackupEntry entry, DatasetName destination)
            throws IOException {
        Optional<Guid> guid = entry.parent().flatMap(SnapshotRef::guid);
        DatasetName pool = destination.pool();
        return zfs.tree(pool).stream()
                .flatMap(tree -> tree.datasets().values().stream())
                .flatMap(dataset -> snapshot(dataset, guid))
                .max(Comparator.comparingInt(name -> inCommon(name.dataset(), destination)))
                .orElseThrow(() -> new IOException(source + "@"
                        + entry.snapshot().name() + " was backed up as a clone of @"
                        + entry.parent().map(SnapshotRef::name).orElse("")
                        + entry.details()
                                .parentDataset()
                                .map(name -> " of " + name)
                                .orElse("")
                        + ", which the pool " + pool + " does not have. Nothing was received. Restore that dataset to"
                        + " this pool first, or both together with --recursive=each of a dataset above them"));
    }

    private static Stream<SnapshotName> snapshot(DatasetState dataset, Optional<Guid> guid) {
        return guid.flatMap(dataset::snapshot).map(Snapshot::name).stream();
    }

    private static int inCommon(DatasetName one, DatasetName other) {
        String[] parts = one.value().split("/", -1);
        String[] others = other.value().split("/", -1);
        int common = 0;
        while (common < parts.length && common < others.length && parts[common].equals(others[common])) {
            common++;
        }
        return common;
    }
}
