package org.zfsbackup.zfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.CommandSink;
import org.zfsbackup.stream.Interrupts;

/** Receives streams as datasets of one host, which are not mounted by it. Safe for use by several threads. */
public final class Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final String[] CONTAINER = {"-o", "readonly=on", "-o", "canmount=off"};

    private final ZfsCommand zfs;
    private final DatasetQuery query;

    Receiver(ZfsCommand zfs, DatasetQuery query) {
        this.zfs = zfs;
        this.query = query;
    }

    /** Receives a stream as a dataset. */
    public void receive(DatasetName dataset, InputStream stream) throws IOException {
        receive(dataset, ReceiveOptions.PLAIN, List.of(), stream);
    }

    /**
     * Receives a stream as a dataset. What this zfs has no option for is done right after it, before anything is mounted.
     *
     * @param undo commands of that host through which the stream passes first, to be a send stream again
     */
    public void receive(DatasetName dataset, ReceiveOptions options, List<Command> undo, InputStream stream)
            throws IOException {
        boolean able = isAbleTo(dataset, options);
        ReceiveOptions possible = able ? options : new ReceiveOptions(false, options.force(), Map.of(), Set.of());
        List<Command> line = new ArrayList<>(undo);
        line.add(zfs.with("receive").with(possible.words()).with(dataset.value()));
        try {
            tellWhatIsLacking(dataset, CommandSink.feed(zfs.host(), line, stream, zfs.stallTimeout()));
        } catch (CommandFailedException e) {
            throw ReceiveFailures.explained(dataset, e);
        }
        if (!able) {
            afterwards(dataset, options);
        }
    }

    /** Of a property that it may not set it complains, and ends well all the same. */
    private static void tellWhatIsLacking(DatasetName dataset, String errors) {
        String lacking = errors.lines()
                .filter(line -> line.startsWith("cannot receive "))
                .map(String::strip)
                .collect(Collectors.joining("; "));
        if (!lacking.isEmpty()) {
            LOG.warn(
                    "{} is received, but without a property that it was to have: {}. `zfs allow USER PROPERTY DATASET` there"
                            + " gives the right",
                    dataset,
                    lacking);
        }
    }

    /** Every zfs that can go on with a broken-off receive knows the other options too. */
    private boolean isAbleTo(DatasetName dataset, ReceiveOptions options) throws IOException {
        if (!options.resumable() && options.set().isEmpty() && options.except().isEmpty()) {
            return true;
        }
        query.learn(dataset);
        return query.knows(DatasetQuery.TOKEN);
    }

    private void afterwards(DatasetName dataset, ReceiveOptions options) throws IOException {
        for (String property : options.except()) {
            zfs.run("inherit", "-r", property, dataset.value());
        }
        for (String property : options.set().keySet()) {
            zfs.run("set", property + "=" + options.set().get(property), dataset.value());
        }
    }

    /**
     * Receives a stream in the place of what is there: changes since the newest snapshot are rolled back, a dataset
     * without snapshots is replaced. It must not be mounted.
     *
     * @param rollBackTo a snapshot whose successors are destroyed first
     */
    public void receiveByForce(DatasetName dataset, InputStream stream, Optional<SnapshotName> rollBackTo)
            throws IOException {
        if (rollBackTo.isPresent()) {
            zfs.run("rollback", "-r", rollBackTo.get().toString());
        }
        ReceiveOptions options = new ReceiveOptions(false, true, Map.of(), Set.of());
        receive(dataset, options, List.of(), stream);
    }

    /** Takes a dataset back to a snapshot; snapshots after it are destroyed. */
    public void rollBack(Snapshot snapshot) throws IOException {
        unmount(snapshot.name().dataset());
        zfs.run("rollback", "-r", snapshot.fullName());
    }

    /**
     * Destroys a dataset that was just received, with these snapshots; fails, and leaves the dataset, if it has others, or
     * other datasets lie below it.
     */
    public void remove(DatasetName dataset, List<Snapshot> snapshots) throws IOException {
        unmount(dataset);
        for (Snapshot snapshot : snapshots) {
            zfs.run("destroy", snapshot.fullName());
        }
        zfs.run("destroy", dataset.value());
    }

    /** Gives up what a broken-off receive has left. */
    public void abandon(DatasetName dataset) throws IOException {
        try {
            zfs.run("receive", "-A", dataset.value());
        } catch (CommandFailedException e) {
            throw ReceiveFailures.notAbandoned(dataset, e);
        }
    }

    /** Unmounts a file system where it is mounted; tells whether it was. */
    public boolean unmount(DatasetName dataset) throws IOException {
        CommandOutput told = zfs.ask("get", "-H", "-o", "value", "mounted", dataset.value());
        boolean mounted = told.status() == 0 && told.output().strip().equals("yes");
        if (mounted) {
            zfs.run("unmount", dataset.value());
            awaitRelease();
        }
        return mounted;
    }

    /** zfs-fuse gives a file system up some milliseconds after it has said so; a receive before that is an I/O error. */
    private static void awaitRelease() throws IOException {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted", e);
        }
    }

    /** Makes the datasets above this one, where they are missing. */
    public void createParents(DatasetName dataset) throws IOException {
        DatasetName parent = dataset.parent().orElse(dataset);
        if (isMissing(parent)) {
            zfs.run("create", "-p", parent.value());
        }
    }

    /** Makes the datasets above this one, where they are missing, read-only and never mounted: they hold replicas alone. */
    public void createContainers(DatasetName dataset) throws IOException {
        synchronized (query) {
            createMissing(dataset);
        }
    }

    private void createMissing(DatasetName dataset) throws IOException {
        Deque<DatasetName> missing = new ArrayDeque<>();
        Optional<DatasetName> above = dataset.parent();
        while (above.isPresent() && isMissing(above.get())) {
            missing.push(above.get());
            above = above.get().parent();
        }
        for (DatasetName container : missing) {
            if (container.parent().isEmpty()) {
                throw new IOException("there is no pool '" + container + "' on " + zfs.host()
                        + ": make it with zpool create, or import it, or choose another destination");
            }
            zfs.run(Stream.of(List.of("create"), List.of(CONTAINER), List.of(container.value()))
                    .flatMap(List::stream)
                    .toList());
        }
    }

    private boolean isMissing(DatasetName dataset) throws IOException {
        CommandOutput told = zfs.ask("list", "-H", "-o", "name", dataset.value());
        if (told.status() != 0 && !ZfsCommand.saysMissing(told.errors(), dataset.value())) {
            throw new IOException(zfs.host() + " does not tell of " + dataset + ": "
                    + told.errors().strip());
        }
        return told.status() != 0;
    }
}
