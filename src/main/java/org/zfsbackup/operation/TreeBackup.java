package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.plan.CloneOrder;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.NoSuchDatasetException;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/**
 * Backs up a dataset and the datasets below it, each with a chain of its own, origins before their clones. A dataset that
 * fails does not stop the others, but the run fails at the end. For one use and one thread.
 */
public final class TreeBackup {
    private static final Logger LOG = LoggerFactory.getLogger(TreeBackup.class);

    /** Backs up one dataset. */
    @FunctionalInterface
    public interface DatasetBackup {
        /**
         * Plans and sends what the target lacks. Called in several threads, each for other datasets.
         *
         * @param here the snapshots of the dataset
         * @param tally counts the streams that were committed
         * @throws Exception if the newest snapshot is not at the target afterwards
         */
        void backup(DatasetName dataset, SnapshotTree here, DatasetTally tally) throws Exception;
    }

    private final Source source;
    private final String target;
    private final Zfs zfs;
    private final DatasetSelection selection;
    private final int parallel;
    private final RunListener listener;

    /**
     * @param source the dataset; with a snapshot's name, each dataset is backed up to its own snapshot of that name
     * @param target the target's name in results
     * @param zfs the host of the source
     * @param selection which datasets to back up
     * @param parallel the number of datasets that are sent at the same time; at least 1
     * @param listener gets the end of each dataset
     */
    public TreeBackup(
            Source source, String target, Zfs zfs, DatasetSelection selection, int parallel, RunListener listener) {
        this.source = source;
        this.target = target;
        this.zfs = zfs;
        this.selection = selection;
        this.parallel = parallel;
        this.listener = listener;
    }

    /**
     * Runs to its end.
     *
     * @return the number of streams that were committed
     * @throws Exception if a dataset failed; the others were backed up
     */
    public int run(DatasetBackup backup) throws Exception {
        DatasetTree tree =
                zfs.tree(source.dataset()).orElseThrow(() -> new NoSuchDatasetException(source.dataset(), zfs.host()));
        List<DatasetState> wanted = WantedDatasets.of(tree, selection, source.snapshot());
        List<ReplicatedDataset> ended = new DatasetWorkers("backup of " + source.dataset(), parallel)
                .run(CloneOrder.of(wanted), (dataset, earlier) -> backup(tree, dataset, backup));
        return ReplicatedDataset.streamsOf(ended);
    }

    private ReplicatedDataset backup(DatasetTree tree, DatasetName dataset, DatasetBackup backup) {
        DatasetTally tally = new DatasetTally();
        Exception failure = null;
        try {
            DatasetState state = tree.find(dataset).orElseThrow();
            backup.backup(dataset, SnapshotTree.of(state, origin(tree, state)), tally);
        } catch (Exception e) {
            LOG.info("{} is not backed up: {}", dataset, e.getMessage());
            failure = e;
        }
        ReplicatedDataset ended = tally.ended(dataset.value(), target, failure);
        listener.replicated(ended);
        return ended;
    }

    private Optional<Snapshot> origin(DatasetTree tree, DatasetState clone) throws IOException {
        Optional<SnapshotName> name = clone.usableOrigin();
        Optional<Snapshot> inside =
                name.flatMap(origin -> tree.find(origin.dataset()).flatMap(state -> state.snapshot(origin.name())));
        return inside.isPresent() ? inside : origin(zfs, clone);
    }

    /**
     * The snapshot that a dataset is a clone of; empty if it is no clone. Also empty if the origin is below the dataset,
     * as after a promotion: a clone could not be received before its own parent.
     *
     * @throws IOException if zfs fails
     */
    public static Optional<Snapshot> origin(Zfs zfs, DatasetState clone) throws IOException {
        Optional<SnapshotName> name = clone.usableOrigin();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Guid> guid = zfs.guidOf(name.get());
        return guid.map(found -> new Snapshot(name.get(), found, Instant.EPOCH, 0));
    }
}
