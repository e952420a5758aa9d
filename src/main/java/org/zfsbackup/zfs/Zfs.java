package org.zfsbackup.zfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.CommandSink;
import org.zfsbackup.process.CommandSource;

/**
 * The zfs(8) of one host. Safe for use by several threads.
 *
 * <p>Works with OpenZFS 2.x and with zfs-fuse 0.7; what the latter lacks is found out once for each instance.
 */
public final class Zfs {
    private static final Logger LOG = LoggerFactory.getLogger(Zfs.class);
    private static final String PROPERTIES = "creation,guid,createtxg";

    private final Command zfs;
    private final Duration rest;
    private volatile @Nullable SendFeatures sendFeatures;

    /**
     * @param zfs the command, for example {@code zfs} or {@code sudo zfs}
     * @param rest the longest time in which a stream may move no byte
     */
    public Zfs(Command zfs, Duration rest) {
        this.zfs = zfs;
        this.rest = rest;
    }

    /** The snapshots of the dataset itself, in the order in which they were made. One process, however many there are. */
    public List<Snapshot> snapshots(DatasetName dataset) throws IOException {
        return snapshotsIfThere(dataset).orElseThrow(() -> new NoSuchDatasetException(dataset));
    }

    /** As {@link #snapshots}, but nothing where there is no such dataset. */
    public Optional<List<Snapshot>> snapshotsIfThere(DatasetName dataset) throws IOException {
        Optional<String> table = properties(dataset, List.of("-d", "1"));
        return table.isPresent() ? Optional.of(SnapshotTable.parse(dataset, table.get())) : Optional.empty();
    }

    /**
     * The snapshots of the dataset itself, and which of them some dataset below it lacks. One process, however many
     * there are.
     */
    public SnapshotTree snapshotTree(DatasetName dataset) throws IOException {
        return SnapshotTable.tree(
                dataset, properties(dataset, List.of()).orElseThrow(() -> new NoSuchDatasetException(dataset)));
    }

    private Optional<String> properties(DatasetName dataset, List<String> depth) throws IOException {
        Command get =
                zfs.with("get", "-rHp").with(depth).with("-o", "name,property,value", PROPERTIES, dataset.value());
        try {
            return Optional.of(CommandOutput.ofSuccess(get, rest));
        } catch (CommandFailedException e) {
            if (e.errors().contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Starts a send. The stream ends only where zfs ended well and what it wrote is a whole send stream of that very
     * snapshot; closing it ends zfs.
     */
    public InputStream send(SendRequest request) throws IOException {
        Command send = zfs.with("send").with(request.words());
        return new CheckedSendStream(
                CommandSource.start(send, rest),
                send.toString(),
                new StreamExpectation(
                        request.snapshot().guid(),
                        Optional.of(request.base().map(Snapshot::guid).orElse(Guid.NONE))));
    }

    /** The bytes that a send is expected to have, where this zfs can tell. */
    public OptionalLong estimate(SendRequest request) throws IOException {
        if (!sendFeatures().estimates()) {
            return OptionalLong.empty();
        }
        CommandOutput told = CommandOutput.of(zfs.with("send", "-nvP").with(request.words()), rest);
        return (told.output() + "\n" + told.errors())
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length == 2 && words[0].equals("size") && words[1].matches("\\d{1,18}"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst();
    }

    /** Receives a stream as a dataset, without mounting it. */
    public void receive(DatasetName dataset, InputStream stream) throws IOException {
        feed(zfs.with("receive", "-u", dataset.value()), dataset, stream);
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
            run("rollback", "-r", rollBackTo.get().toString());
        }
        feed(zfs.with("receive", "-u", "-F", dataset.value()), dataset, stream);
    }

    /** Unmounts a file system where it is mounted; tells whether it was. */
    public boolean unmount(DatasetName dataset) throws IOException {
        CommandOutput told = CommandOutput.of(zfs.with("get", "-H", "-o", "value", "mounted", dataset.value()), rest);
        boolean mounted = told.status() == 0 && told.output().strip().equals("yes");
        if (mounted) {
            run("unmount", dataset.value());
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
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private void feed(Command receive, DatasetName dataset, InputStream stream) throws IOException {
        try {
            CommandSink.feed(receive, stream, rest);
        } catch (CommandFailedException e) {
            if (e.errors().contains("has been modified")) {
                throw new IOException(
                        dataset + " was changed after its newest snapshot, so nothing can be received on it. With"
                                + " --force the changes are rolled back ("
                                + e.errors().strip() + ")",
                        e);
            }
            throw e;
        }
    }

    /** Makes the datasets above this one, where they are missing. */
    public void createParents(DatasetName dataset) throws IOException {
        DatasetName parent = dataset.parent().orElse(dataset);
        if (!exists(parent)) {
            run("create", "-p", parent.value());
        }
    }

    public boolean exists(DatasetName dataset) throws IOException {
        return CommandOutput.of(zfs.with("list", "-H", "-o", "name", dataset.value()), rest)
                        .status()
                == 0;
    }

    /**
     * Mounts the file system and those below it, where they are to be mounted and are not; never over another one: a copy
     * of a file system brings the mountpoint of the original with it.
     */
    public void mount(DatasetName dataset) throws IOException {
        String table = run("get", "-rH", "-o", "name,property,value", MountTable.PROPERTIES, dataset.value());
        List<MountTable.Place> places = MountTable.unmounted(table);
        String taken = places.isEmpty() ? "" : run("list", "-H", "-t", "filesystem", "-o", "mounted,mountpoint");
        for (MountTable.Place place : places) {
            if (taken.lines().anyMatch(line -> line.equals("yes\t" + place.mountpoint()))) {
                LOG.warn(
                        "{} is not mounted: another file system is mounted at {}. Set its mountpoint, and mount it",
                        place.name(),
                        place.mountpoint());
            } else {
                run("mount", place.name());
            }
        }
    }

    /** Takes a snapshot, of all children too where {@code recursive} is set. */
    public void snapshot(SnapshotName name, boolean recursive) throws IOException {
        run(recursive ? List.of("snapshot", "-r", name.toString()) : List.of("snapshot", name.toString()));
    }

    public void hold(String tag, SnapshotName name) throws IOException {
        run("hold", tag, name.toString());
    }

    public void release(String tag, SnapshotName name) throws IOException {
        run("release", tag, name.toString());
    }

    /** Destroys one snapshot; never a dataset. */
    public void destroy(SnapshotName name) throws IOException {
        run("destroy", name.toString());
    }

    private String run(String... words) throws IOException {
        return run(List.of(words));
    }

    private String run(List<String> words) throws IOException {
        return CommandOutput.ofSuccess(zfs.with(words), rest);
    }

    private SendFeatures sendFeatures() throws IOException {
        SendFeatures known = sendFeatures;
        if (known == null) {
            CommandOutput usage = CommandOutput.of(zfs.with("send"), rest);
            known = SendFeatures.fromUsage(usage.output() + usage.errors());
            sendFeatures = known;
        }
        return known;
    }
}
