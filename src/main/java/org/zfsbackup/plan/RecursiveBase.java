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
 * Whether a backup with children can build on an earlier one. {@code zfs send -R -i} goes by the names of snapshots: a
 * child that has lost its own, or has another of that name, would come in a form that cannot be received on what the
 * earlier backup restores.
 */
public final class RecursiveBase {
    private final Snapshot base;
    private final Map<DatasetName, RecordedDataset> recorded;

    private RecursiveBase(DatasetName root, Snapshot base, List<RecordedDataset> recorded) {
        this.base = base;
        this.recorded = recorded.stream()
                .collect(Collectors.toMap(one -> one.below(root), Function.identity(), (one, same) -> one));
    }

    /**
     * What keeps the datasets from being sent on this base; nothing if they can be.
     *
     * @param here the datasets as they are now
     * @param recorded what the earlier backup holds; nothing if its record does not say
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
            return own.map(guid -> dataset.name() + " is not in the earlier backup, and yet it has @" + name
                    + ", as a dataset has that was renamed or moved here");
        }
        if (own.isEmpty()) {
            return Optional.of(dataset.name() + " does not have @" + name + " any more");
        }
        return own.get().equals(known.guid())
                ? Optional.empty()
                : Optional.of(
                        dataset.name() + "@" + name + " is another snapshot than the one in the earlier backup (GUID "
                                + own.get() + ", not " + known.guid() + ")");
    }
}
