package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.plan.StepProperties;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;
import org.zfsbackup.zfs.sendstream.DatasetParts;
import org.zfsbackup.zfs.sendstream.ResumingStream;

/**
 * One step of a restore while it is done: the backup is opened, and then received with everything that belongs to it. For
 * one restore; {@link #open} may be called in another thread than {@link #receive}.
 */
public final class RestoredStep {
    private static final StepProperties UNPLANNED =
            new StepProperties(Map.of(), Set.of("mountpoint", "sharenfs", "sharesmb"), List.of(), List.of());

    private final RestoreStep step;
    private final List<RecordedDataset> datasets;
    private final ReadBackup reader;
    private volatile @Nullable BackupStream stream;

    /**
     * @param step the backup to restore
     * @param datasets the datasets in the backup's stream
     * @param reader reads the backup
     */
    public RestoredStep(RestoreStep step, List<RecordedDataset> datasets, ReadBackup reader) {
        this.step = step;
        this.datasets = List.copyOf(datasets);
        this.reader = reader;
    }

    /**
     * Opens the backup's stream; called once, when the body is opened. The caller closes it.
     *
     * @throws IOException if the backup cannot be read
     */
    public BackupStream open() throws IOException {
        BackupStream opened = reader.open(step.stored().dataset(), step.stored().entry());
        stream = opened;
        return opened;
    }

    /** The dataset to receive the backup as, if the plan names it. */
    public Optional<DatasetName> destination() {
        return step.destination();
    }

    /**
     * The streams to receive, one after the other: the whole body, or those that are taken out of a recursive backup.
     *
     * @param body the opened stream
     */
    public Parts parts(InputStream body) {
        if (step.inside().isPresent()) {
            return new DatasetParts(body, step.source().value())::next;
        }
        InputStream next = step.resume().isPresent()
                ? new ResumingStream(body, step.resume().get())
                : body;
        Deque<InputStream> one = new ArrayDeque<>(List.of(next));
        return () -> Optional.ofNullable(one.poll());
    }

    /** Streams that are read one after the other. */
    @FunctionalInterface
    public interface Parts {
        /**
         * Returns the next stream, or nothing after the last.
         *
         * @throws IOException if the body fails
         */
        Optional<InputStream> next() throws IOException;
    }

    /** Whether the receive may leave a part of the stream, with which the next restore goes on. */
    public boolean isResumable() {
        return step.isResumable();
    }

    /** Whether the receive goes on with a part of the stream that an interrupted one has left. */
    public boolean isResumed() {
        return step.resume().isPresent();
    }

    /** Whether the destination is the root of a new, empty pool, which the backup replaces. */
    public boolean replacesEmptyPool() {
        return step.replacesEmptyPool();
    }

    /**
     * What is done about properties while the backup is received. If no plan decides it, mountpoints and shares are left
     * out if the backup is restored under another name: the source, or what has taken its place, may still be there.
     *
     * @param zfs the host of the destination
     * @param as the dataset to receive the backup as
     * @throws IOException if zfs cannot be asked what it supports
     */
    public PropertyRestore properties(Zfs zfs, DatasetName as) throws IOException {
        boolean inStream = step.entry().details().recursive()
                || step.entry().details().format().map(SendOptions::properties).orElse(false);
        boolean decided = step.destination().isPresent() || !inStream || as.equals(step.source());
        return new PropertyRestore(zfs, as, decided ? step.properties() : UNPLANNED);
    }

    /**
     * Finds the snapshot of which the backup creates a clone.
     *
     * @param zfs the host of the destination
     * @param destination the dataset to receive the backup as
     * @throws IOException if the pool does not have it; empty if the backup creates no clone
     */
    public Optional<SnapshotName> origin(Zfs zfs, DatasetName destination) throws IOException {
        return step.entry().details().newClone()
                ? Optional.of(CloneOrigin.find(zfs, step.source(), step.entry(), destination))
                : Optional.empty();
    }

    /**
     * Receives the opened stream as the dataset, with the checks of {@link ReceiveBackup}.
     *
     * @param receiving runs {@code zfs receive}
     * @throws IOException if the body was replaced, or the backup cannot be received
     */
    public void receive(Zfs zfs, DatasetName destination, ReceiveBackup.Receiving receiving) throws IOException {
        BackupStream opened = stream;
        if (opened == null) {
            throw new IOException("the body is not the backup that backup:read returned: send it to zfs:"
                    + " without a step between them");
        }
        new ReceiveBackup(zfs, step.source(), destination, step.entry(), expected())
                .receive(opened, isResumed(), receiving);
    }

    private List<RecordedDataset> expected() {
        BackupEntry entry = step.entry();
        boolean clone = entry.details().newClone();
        Optional<Guid> parent = entry.parent().flatMap(SnapshotRef::guid);
        return step.inside().isEmpty()
                ? datasets
                : List.of(new RecordedDataset(
                        "",
                        entry.snapshot().guid().orElseThrow(),
                        parent.filter(guid -> !clone),
                        parent.filter(guid -> clone)));
    }
}
