package org.zfsbackup.zfs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.CommandSource;
import org.zfsbackup.process.FinishTimeout;
import org.zfsbackup.process.Host;
import org.zfsbackup.zfs.sendstream.CheckedSendStream;

/**
 * The zfs(8) of one host. Safe for use by several threads.
 *
 * <p>Works with OpenZFS 2.x and with zfs-fuse 0.7. Each instance finds out once what the latter lacks. Methods that run
 * zfs throw an {@link IOException} if it fails.
 */
public final class Zfs {
    private static final Logger LOG = LoggerFactory.getLogger(Zfs.class);

    private final ZfsCommand zfs;
    private final DatasetQuery query;
    private volatile @Nullable SendFeatures sendFeatures;

    /**
     * The zfs of this host, which may take the default time to end a receive.
     *
     * @param zfs the command, for example {@code zfs} or {@code sudo zfs}
     * @param stallTimeout the longest time in which a stream may move no byte
     */
    public Zfs(Command zfs, Duration stallTimeout) {
        this(Host.local(), zfs, stallTimeout, FinishTimeout.DEFAULT);
    }

    /**
     * The zfs of a host. The host is not closed with it.
     *
     * @param zfs the command there
     * @param stallTimeout the longest time in which a stream may move no byte
     * @param finishTimeout the longest time that a receive may take to end after the last byte
     */
    public Zfs(Host host, Command zfs, Duration stallTimeout, Duration finishTimeout) {
        this.zfs = new ZfsCommand(host, zfs, stallTimeout, finishTimeout);
        this.query = new DatasetQuery(this.zfs);
    }

    /** Returns the host on which zfs runs. */
    public Host host() {
        return zfs.host();
    }

    /** Returns whether zfs runs on this host. */
    public boolean isLocal() {
        return zfs.host().isLocal();
    }

    /**
     * Returns the dataset and all below it, or nothing if it does not exist. Runs one process, however many there are.
     */
    public Optional<DatasetTree> tree(DatasetName root) throws IOException {
        return query.ask(root, true);
    }

    /**
     * Returns the dataset and those directly below it, of which no snapshots are known, or nothing if it does not exist.
     * Runs one process.
     */
    public Optional<DatasetTree> withChildren(DatasetName dataset) throws IOException {
        return query.ask(dataset, false);
    }

    /** Returns the dataset without those below it, or nothing if it does not exist. Runs one process. */
    public Optional<DatasetState> state(DatasetName dataset) throws IOException {
        return query.ask(dataset, false).flatMap(tree -> tree.find(dataset));
    }

    /**
     * Returns whether this zfs can resume an interrupted receive. Known after it was asked for datasets; true before.
     */
    public boolean resumes() {
        return query.knows(DatasetQuery.TOKEN);
    }

    /** Returns whether this zfs has bookmarks. Known after it was asked for datasets; true before. */
    public boolean bookmarks() {
        return query.knows(DatasetQuery.TYPES);
    }

    /** Returns access to bookmarks and holds. */
    public BookmarksAndHolds bookmarksAndHolds() {
        return new BookmarksAndHolds(zfs);
    }

    /** Returns access to user properties. */
    public UserProperties userProperties() {
        return new UserProperties(zfs);
    }

    /** Returns access to the datasets that only hold replicas. */
    public Containers containers() {
        return new Containers(zfs, query);
    }

    /** Returns access to datasets that are destroyed after they were looked at. */
    public ScratchDatasets scratchDatasets() {
        return new ScratchDatasets(zfs);
    }

    /** Returns access to the properties that are set on datasets themselves. */
    public LocalProperties localProperties() {
        return new LocalProperties(zfs, query);
    }

    /** Returns access to {@code zfs receive}. */
    public Receiver receiver() {
        return new Receiver(zfs, query);
    }

    /**
     * Returns the snapshots of the dataset itself, oldest first. Runs one process, however many there are.
     *
     * @throws NoSuchDatasetException if the dataset does not exist
     */
    public List<Snapshot> snapshots(DatasetName dataset) throws IOException {
        return snapshotsIfThere(dataset).orElseThrow(() -> new NoSuchDatasetException(dataset));
    }

    /** Like {@link #snapshots}, but returns nothing if the dataset does not exist. */
    public Optional<List<Snapshot>> snapshotsIfThere(DatasetName dataset) throws IOException {
        return query.ask(dataset, false).map(DatasetTree::rootSnapshots);
    }

    /**
     * Returns the snapshots of the dataset itself, and which of them some dataset below lacks. Runs one process,
     * however many there are.
     *
     * @throws NoSuchDatasetException if the dataset does not exist
     */
    public SnapshotTree snapshotTree(DatasetName dataset) throws IOException {
        return tree(dataset).map(SnapshotTree::of).orElseThrow(() -> new NoSuchDatasetException(dataset));
    }

    /**
     * Starts a send. The stream ends only if zfs exited with 0 and its output is a complete send stream of exactly this
     * snapshot, and, if it is recursive, of all datasets as they were planned. The caller closes the stream, which ends
     * zfs.
     */
    public CheckedSendStream send(SendRequest request) throws IOException {
        Command send = zfs.with("send").with(request.words());
        return new CheckedSendStream(
                CommandSource.start(zfs.host(), send, zfs.stallTimeout()),
                zfs.host().name(List.of(send)),
                request.expectation(),
                request.check());
    }

    /** Returns the expected bytes of a send, or nothing if this zfs cannot estimate. */
    public OptionalLong estimate(SendRequest request) throws IOException {
        if (!sendFeatures().estimates()) {
            return OptionalLong.empty();
        }
        List<String> words = new ArrayList<>(List.of("send", "-nvP"));
        words.addAll(request.words());
        CommandOutput result = zfs.ask(words);
        return (result.output() + "\n" + result.errors())
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length == 2 && fields[0].equals("size") && fields[1].matches("\\d{1,18}"))
                .mapToLong(fields -> Long.parseLong(fields[1]))
                .findFirst();
    }

    /**
     * Returns what a resume token says about its receive. Ask the zfs that sent the stream.
     *
     * @throws UnknownTokenException if zfs does not say
     */
    public ResumeToken token(String text) throws IOException {
        CommandOutput result = zfs.ask("send", "-nvP", "-t", text);
        ResumeToken token = ResumeToken.read(text, result.output() + "\n" + result.errors());
        SendFeatures sends = sendFeatures();
        if (token.snapshot().isEmpty() && (sends.flags().isEmpty() || sends.resumes())) {
            throw new UnknownTokenException("the zfs of " + zfs.host() + " does not say what it was for: "
                    + (result.output() + result.errors()).strip());
        }
        return token;
    }

    /**
     * Returns the {@code ivsetguid} of snapshots and bookmarks by their full names; those that have none are left out.
     * It identifies the encrypted blocks of a snapshot on every pool to which they were sent raw. Runs one process for
     * a few hundred.
     */
    public Map<String, String> ivSets(List<Base> snapshots) throws IOException {
        return zfs
                .linesOf(
                        List.of("get", "-Hp", "-o", "name,value", "ivsetguid"),
                        snapshots.stream().map(Base::fullName).toList())
                .stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2 && !fields[1].equals("-"))
                .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1], (first, same) -> first));
    }

    /** Returns the features of the dataset's pool, without {@code feature@}; none if its zpool does not report them. */
    public Set<String> poolFeatures(DatasetName dataset) {
        return zpoolProperties(dataset.pool().value())
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2 && fields[0].startsWith("feature@"))
                .filter(fields -> !fields[1].equals("disabled"))
                .map(fields -> fields[0].substring("feature@".length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns nothing if zpool is missing or not permitted; streams only become larger then. */
    private String zpoolProperties(String pool) {
        try {
            return CommandOutput.of(
                            zfs.host(),
                            zfs.zpool().with("get", "-H", "-o", "property,value", "all", pool),
                            zfs.stallTimeout())
                    .output();
        } catch (IOException e) {
            LOG.debug("{} cannot describe the pool {}: {}", zfs.host(), pool, e.getMessage());
            return "";
        }
    }

    /** Returns whether the dataset exists. */
    public boolean exists(DatasetName dataset) throws IOException {
        return state(dataset).isPresent();
    }

    /**
     * Mounts the file system and those below it, if they should be mounted and are not. Never mounts over another file
     * system or, on this host, over a directory that holds files. Those that are not mounted, also because their key is
     * not loaded, are named in warnings.
     */
    public void mount(DatasetName dataset) throws IOException {
        new Mounting(zfs).mount(dataset);
    }

    /**
     * Returns whether a file system of this host holds files; true if that cannot be seen, because it is not mounted or on
     * another host.
     */
    public boolean holdsFiles(DatasetName dataset) throws IOException {
        return new Mounting(zfs).holdsFiles(dataset);
    }

    /** Returns the GUID of a snapshot, or nothing if it does not exist. Runs one process. */
    public Optional<Guid> guidOf(SnapshotName snapshot) throws IOException {
        CommandOutput result = zfs.ask("get", "-Hp", "-o", "value", "guid", snapshot.toString());
        if (result.status() == 0) {
            return Optional.of(Guid.parse(result.output().strip()));
        }
        if (ZfsCommand.saysMissing(result.errors(), snapshot.toString())) {
            return Optional.empty();
        }
        throw new IOException(zfs.host() + " cannot describe " + snapshot + ": "
                + result.errors().strip());
    }

    /**
     * Returns whether all these snapshots and bookmarks exist under their names, with their GUIDs. Runs one process,
     * whose cost does not depend on how many others there are.
     *
     * @throws IOException if zfs cannot be run
     */
    public boolean has(List<? extends Base> bases) throws IOException {
        List<String> words = new ArrayList<>(List.of("get", "-Hp", "-o", "value", "guid"));
        bases.forEach(base -> words.add(base.fullName()));
        CommandOutput result = zfs.ask(words);
        List<String> guids = bases.stream().map(base -> base.guid().toString()).toList();
        return result.status() == 0 && result.output().lines().toList().equals(guids);
    }

    /**
     * Takes a snapshot.
     *
     * @param recursive also of all datasets below
     */
    public void snapshot(SnapshotName name, boolean recursive) throws IOException {
        zfs.run(recursive ? List.of("snapshot", "-r", name.toString()) : List.of("snapshot", name.toString()));
    }

    /** Destroys one snapshot, and never a dataset. */
    public void destroy(SnapshotName name) throws IOException {
        zfs.run("destroy", name.toString());
    }

    /** Returns what its {@code zfs send} can do. */
    public SendFeatures sendFeatures() throws IOException {
        SendFeatures known = sendFeatures;
        if (known == null) {
            CommandOutput usage = zfs.ask("send");
            known = SendFeatures.fromUsage(usage.output() + usage.errors());
            if (known.flags().isEmpty()) {
                return known; // zfs did not answer, so the next caller asks again
            }
            sendFeatures = known;
        }
        return known;
    }
}
