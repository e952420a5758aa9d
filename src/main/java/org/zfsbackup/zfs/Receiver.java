package org.zfsbackup.zfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.CommandSink;
import org.zfsbackup.process.UnfinishedException;
import org.zfsbackup.stream.Interrupts;

/** Receives streams as datasets of one host, without mounting them. Safe for use by several threads. */
public final class Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

    private final ZfsCommand zfs;
    private final DatasetQuery query;

    Receiver(ZfsCommand zfs, DatasetQuery query) {
        this.zfs = zfs;
        this.query = query;
    }

    /** Receives a stream as a dataset. The caller closes the stream. */
    public void receive(DatasetName dataset, InputStream stream) throws IOException {
        receive(dataset, ReceiveOptions.PLAIN, List.of(), stream);
    }

    /**
     * Receives a stream as a dataset. If this zfs lacks an option, its effect is achieved right after the receive,
     * before anything is mounted. The caller closes the stream.
     *
     * @param undo commands of that host that decode the stream before {@code zfs receive} reads it, in this order
     * @throws IOException if the receive fails; the message says what to do if that is known
     */
    public void receive(DatasetName dataset, ReceiveOptions options, List<Command> undo, InputStream stream)
            throws IOException {
        boolean able = isAbleTo(dataset, options);
        ReceiveOptions possible = able ? options : new ReceiveOptions(false, options.force(), Map.of(), Set.of());
        List<Command> line = new ArrayList<>(undo);
        line.add(zfs.with("receive").with(possible.words()).with(dataset.value()));
        try {
            warnOfProperties(
                    dataset, CommandSink.feed(zfs.host(), line, stream, zfs.stallTimeout(), zfs.finishTimeout()));
        } catch (CommandFailedException e) {
            throw ReceiveFailures.explained(dataset, e);
        } catch (UnfinishedException e) {
            throw ReceiveFailures.unfinished(dataset, e);
        }
        if (!able) {
            afterwards(dataset, options);
        }
    }

    /**
     * Logs the properties that {@code zfs receive} was not allowed to set: it complains about them and still succeeds.
     */
    private static void warnOfProperties(DatasetName dataset, String errors) {
        String lacking = errors.lines()
                .filter(line -> line.startsWith("cannot receive "))
                .map(String::strip)
                .collect(Collectors.joining("; "));
        if (!lacking.isEmpty()) {
            LOG.warn(
                    "{} was received, but a property could not be set: {}{}",
                    dataset,
                    lacking,
                    lacking.contains("permission denied")
                            ? ". An administrator can allow it there with `zfs allow USER PROPERTY DATASET`"
                            : "");
        }
    }

    /**
     * Receives a stream that creates a dataset as a clone. A zfs that cannot be told the origin finds it by its GUID.
     *
     * @param origin the snapshot to clone, in the same pool
     * @param options with properties to set only if {@link #takesProperties}
     * @param undo commands of that host that decode the stream before {@code zfs receive} reads it, in this order
     * @throws IOException if the receive fails
     */
    public void receiveClone(
            DatasetName dataset, SnapshotName origin, ReceiveOptions options, List<Command> undo, InputStream stream)
            throws IOException {
        Map<String, String> all = new HashMap<>(options.set());
        if (takesProperties(origin.dataset())) {
            all.put("origin", origin.toString());
        }
        receive(dataset, new ReceiveOptions(options.resumable(), false, all, options.except()), undo, stream);
    }

    /**
     * Returns whether {@code zfs receive} can set properties and leave out those of the stream.
     *
     * @param dataset any dataset of that host, which need not exist
     * @throws IOException if zfs fails
     */
    public boolean takesProperties(DatasetName dataset) throws IOException {
        query.learn(dataset);
        return query.knows(DatasetQuery.TOKEN);
    }

    /** Checks one capability only: every zfs that can resume a receive knows the other options too. */
    private boolean isAbleTo(DatasetName dataset, ReceiveOptions options) throws IOException {
        if (!options.resumable() && options.set().isEmpty() && options.except().isEmpty()) {
            return true;
        }
        return takesProperties(dataset);
    }

    private void afterwards(DatasetName dataset, ReceiveOptions options) throws IOException {
        new ReceivedValues(zfs).drop(dataset, options.except());
        for (String property : options.set().keySet()) {
            zfs.run("set", property + "=" + options.set().get(property), dataset.value());
        }
    }

    /**
     * Receives a stream over what exists: changes since the newest snapshot are rolled back, and a dataset without
     * snapshots is replaced. The dataset must not be mounted.
     *
     * @param rollBackTo if present, the snapshots after this one are destroyed first
     * @param set properties to set, only if {@link #takesProperties}
     * @param except properties not to take from the stream
     */
    public void receiveByForce(
            DatasetName dataset,
            InputStream stream,
            Optional<SnapshotName> rollBackTo,
            Map<String, String> set,
            Set<String> except)
            throws IOException {
        if (rollBackTo.isPresent()) {
            zfs.run("rollback", "-r", rollBackTo.get().toString());
        }
        ReceiveOptions options = new ReceiveOptions(false, true, set, except);
        receive(dataset, options, List.of(), stream);
    }

    /** Rolls a dataset back to a snapshot. Later snapshots are destroyed. */
    public void rollBack(Snapshot snapshot) throws IOException {
        unmount(snapshot.name().dataset());
        zfs.run("rollback", "-r", snapshot.fullName());
    }

    /**
     * Destroys a dataset that was just received, with these snapshots.
     *
     * @throws IOException if it has other snapshots or datasets below it; the dataset stays then, but these snapshots
     *     may be gone
     */
    public void remove(DatasetName dataset, List<Snapshot> snapshots) throws IOException {
        unmount(dataset);
        for (Snapshot snapshot : snapshots) {
            zfs.run("destroy", snapshot.fullName());
        }
        zfs.run("destroy", dataset.value());
    }

    /** Discards the partial state of an interrupted receive. */
    public void abandon(DatasetName dataset) throws IOException {
        try {
            zfs.run("receive", "-A", dataset.value());
        } catch (CommandFailedException e) {
            throw ReceiveFailures.notAbandoned(dataset, e);
        }
    }

    /** Unmounts a file system, and returns whether it was mounted. */
    public boolean unmount(DatasetName dataset) throws IOException {
        CommandOutput result = zfs.ask("get", "-H", "-o", "value", "mounted", dataset.value());
        boolean mounted = result.status() == 0 && result.output().strip().equals("yes");
        if (mounted) {
            zfs.run("unmount", dataset.value());
            awaitRelease();
        }
        return mounted;
    }

    /**
     * Waits because zfs-fuse releases a file system some milliseconds after it has reported that; a receive before that
     * fails with an I/O error.
     */
    private static void awaitRelease() throws IOException {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted", e);
        }
    }

    /** Creates the datasets above this one that do not exist. */
    public void createParents(DatasetName dataset) throws IOException {
        DatasetName parent = dataset.parent().orElse(dataset);
        if (zfs.isMissing(parent)) {
            zfs.run("create", "-p", parent.value());
        }
    }
}
