package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * Receives exactly one backup at its destination.
 *
 * <p>If a dataset does not exist, {@code zfs receive} puts an incremental into any dataset of the pool that has the
 * base, so every dataset that the stream builds on is looked up first. Afterwards the destination is compared with the
 * content of the stream. If reading the stream fails, what was received of it is removed.
 */
public final class ReceiveBackup {
    /** Runs {@code zfs receive} with the stream. */
    @FunctionalInterface
    public interface Receiving {
        /**
         * Returns after the whole stream was received.
         *
         * @throws IOException if it was not received
         */
        void receive() throws IOException;
    }

    private final Zfs zfs;
    private final DatasetName source;
    private final DatasetName destination;
    private final BackupEntry entry;
    private final List<RecordedDataset> recorded;

    /**
     * @param zfs the host of the destination
     * @param source the dataset that was backed up
     * @param destination the dataset to receive as
     * @param entry the backup
     * @param recorded the datasets in the stream of a recursive backup, or the one that is taken out of it
     */
    public ReceiveBackup(
            Zfs zfs, DatasetName source, DatasetName destination, BackupEntry entry, List<RecordedDataset> recorded) {
        this.zfs = zfs;
        this.source = source;
        this.destination = destination;
        this.entry = entry;
        this.recorded = List.copyOf(recorded);
    }

    /**
     * Receives the backup in the calling thread.
     *
     * @param stream the opened backup, which the caller closes
     * @param resumed whether the destination has a part of the stream, with which the receive goes on
     * @throws IOException if it was not received in full, with what remains of it
     */
    public void receive(BackupStream stream, boolean resumed, Receiving receiving) throws IOException {
        if (recorded.isEmpty() && !entry.details().recursive()) {
            new ReceiveDataset(zfs, source, destination, entry, resumed).receive(stream, receiving);
            return;
        }
        Map<DatasetName, DatasetState> before = states();
        checkBases(before);
        try {
            receiving.receive();
        } catch (IOException | RuntimeException e) {
            if (stream.hasFailed()) {
                String left = new ReceiveRollback(zfs, before, received(stream)).run();
                throw new IOException(e.getMessage() + ". " + left, e);
            }
            throw e;
        }
        checkAll(received(stream));
    }

    /** Needs one process for any number of datasets. */
    private Map<DatasetName, DatasetState> states() throws IOException {
        return zfs.tree(destination).map(DatasetTree::datasets).orElse(new TreeMap<>());
    }

    private void checkBases(Map<DatasetName, DatasetState> there) throws IOException {
        List<String> lacking = new ArrayList<>();
        for (RecordedDataset dataset : recorded) {
            DatasetName name = dataset.below(destination);
            if (dataset.base().isPresent()
                    && !has(there.get(name), dataset.base().get())) {
                lacking.add(name.value());
            }
        }
        if (!lacking.isEmpty()) {
            throw ReceiveDataset.withoutBase(source, destination, entry, String.join(", ", lacking));
        }
    }

    private static boolean has(@Nullable DatasetState state, Guid guid) {
        return state != null && state.snapshot(guid).isPresent();
    }

    /** The datasets in the stream, by their names at the destination. */
    private Map<DatasetName, StreamedDataset> received(BackupStream stream) {
        Map<DatasetName, StreamedDataset> received = new TreeMap<>();
        for (StreamedDataset streamed : stream.datasets()) {
            if (entry.details().recursive()) {
                received.put(RecordedDataset.of(source, streamed).below(destination), streamed);
            } else if (streamed.name().equals(source.value())) {
                received.put(destination, streamed);
            }
        }
        return received;
    }

    private void checkAll(Map<DatasetName, StreamedDataset> received) throws IOException {
        Map<DatasetName, DatasetState> there = states();
        List<String> lacking = new ArrayList<>();
        received.forEach((name, streamed) -> {
            DatasetState state = there.get(name);
            List<Guid> found = state == null
                    ? List.of()
                    : state.snapshots().stream().map(Snapshot::guid).toList();
            long missing = streamed.snapshots().stream()
                    .filter(guid -> !found.contains(guid))
                    .count();
            if (missing > 0) {
                lacking.add(state == null ? name.value() : name + " (" + missing + " snapshots)");
            }
        });
        if (!lacking.isEmpty()) {
            throw ReceiveDataset.incomplete(source, destination, entry, String.join(", ", lacking));
        }
    }
}
