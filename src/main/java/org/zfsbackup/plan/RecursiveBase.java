package org.zfsbackup.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/**
 * Checks whether a recursive backup can build on an earlier one. {@code zfs send -R -i} goes by the names of snapshots.
 * If a dataset below has lost its own, or has another one of that name, its part of the stream cannot be received over
 * what the earlier backup restores.
 */
public final class RecursiveBase {
    private final Snapshot base;
    private final Map<DatasetName, RecordedDataset> recorded;

    private RecursiveBase(DatasetName root, Snapshot base, List<RecordedDataset> recorded) {
        this.base = base;
        this.recorded = recorded.stream()
                .collect(Collectors.toMap(
                        recordedAs -> recordedAs.below(root), Function.identity(), (first, same) -> first));
    }

    /**
     * Returns what prevents a backup on this base, as a sentence without its end, or nothing if it is possible.
     *
     * @param here the datasets as they are now
     * @param base the snapshot of the earlier backup
     * @param recorded what the earlier backup holds; empty if its record does not say
     */
    public static Optional<String> problem(DatasetTree here, Snapshot base, List<RecordedDataset> recorded) {
        RecursiveBase check = new RecursiveBase(here.root(), base, recorded);
        return here.datasets().values().stream()
                .map(check::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> problem(DatasetState dataset) {
        String name = base.shortName();
        Optional<Guid> own = dataset.snapshot(name).map(Snapshot::guid);
        RecordedDataset known = recorded.get(dataset.name());
        if (recorded.isEmpty()) {
            return own.isPresent()
                    ? Optional.empty()
                    : Optional.of(dataset.name() + " does not have @" + name
                            + ", and the earlier backup does not say which datasets it holds");
        }
        if (known == null) {
            return own.map(guid -> dataset.name() + " is not in the earlier backup but has @" + name
                    + ": it may have been renamed or moved here");
        }
        if (own.isEmpty()) {
            return Optional.of(dataset.name() + " no longer has @" + name);
        }
        return own.get().equals(known.guid())
                ? Optional.empty()
                : Optional.of(dataset.name() + "@" + name + " is not the snapshot in the earlier backup (GUID "
                        + own.get() + ", not " + known.guid() + ")");
    }
}
