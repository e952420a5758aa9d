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
import org.zfsbackup.process.Host;
import org.zfsbackup.zfs.sendstream.CheckedSendStream;

/**
 * The zfs(8) of one host. Safe for use by several threads.
 *
 * <p>Works with OpenZFS 2.x and with zfs-fuse 0.7; what the latter lacks is found out once for each instance.
 */
public final class Zfs {
    private static final Logger LOG = LoggerFactory.getLogger(Zfs.class);

    private final ZfsCommand zfs;
    private final DatasetQuery query;
    private volatile @Nullable SendFeatures sendFeatures;

    /**
     * The zfs of this host.
     *
     * @param zfs the command, for example {@code zfs} or {@code sudo zfs}
     * @param stallTimeout the longest time in which a stream may move no byte
     */
    public Zfs(Command zfs, Duration stallTimeout) {
        this(Host.local(), zfs, stallTimeout);
    }

    /** The zfs of that host. */
    public Zfs(Host host, Command zfs, Duration stallTimeout) {
        this.zfs = new ZfsCommand(host, zfs, stallTimeout);
        this.query = new DatasetQuery(this.zfs);
    }

    public Host host() {
        return zfs.host();
    }

    public boolean isLocal() {
        return zfs.host().isLocal();
    }

    /** The dataset and all below it; nothing where there is no such dataset. One process, however many there are. */
    public Optional<DatasetTree> tree(DatasetName root) throws IOException {
        return query.ask(root, true);
    }

    /** The dataset alone; nothing where there is no such dataset. One process. */
    public Optional<DatasetState> state(DatasetName dataset) throws IOException {
        return query.ask(dataset, false).flatMap(tree -> tree.find(dataset));
    }

    /** Whether this zfs keeps what it has received before a break; known once it was asked for datasets. */
    public boolean resumes() {
        return query.knows(DatasetQuery.TOKEN);
    }

    /** Whether this zfs has bookmarks; known once it was asked for datasets. */
    public boolean bookmarks() {
        return query.knows(DatasetQuery.TYPES);
    }

    /** Bookmarks and holds. */
    public BookmarksAndHolds marks() {
        return new BookmarksAndHolds(zfs);
    }

    /** Receives streams. */
    public Receiver receiver() {
        return new Receiver(zfs, query);
    }

    /** The snapshots of the dataset itself, in the order in which they were made. One process, however many there are. */
    public List<Snapshot> snapshots(DatasetName dataset) throws IOException {
        return snapshotsIfThere(dataset).orElseThrow(() -> new NoSuchDatasetException(dataset));
    }

    /** As {@link #snapshots}, but nothing where there is no such dataset. */
    public Optional<List<Snapshot>> snapshotsIfThere(DatasetName dataset) throws IOException {
        return query.ask(dataset, false).map(DatasetTree::rootSnapshots);
    }

    /**
     * The snapshots of the dataset itself, and which of them some dataset below it lacks. One process, however many
     * there are.
     */
    public SnapshotTree snapshotTree(DatasetName dataset) throws IOException {
        return tree(dataset).map(SnapshotTree::of).orElseThrow(() -> new NoSuchDatasetException(dataset));
    }

    /** The snapshots of the dataset itself, whatever those below it have. One process. */
    public SnapshotTree snapshotsAlone(DatasetName dataset) throws IOException {
        return state(dataset).map(SnapshotTree::of).orElseThrow(() -> new NoSuchDatasetException(dataset));
    }

    /**
     * Starts a send. The stream ends only where zfs ended well and what it wrote is a whole send stream of that very
     * snapshot, and for a recursive one of all datasets as they were planned; closing it ends zfs.
     */
    public CheckedSendStream send(SendRequest request) throws IOException {
        Command send = zfs.with("send").with(request.words());
        return new CheckedSendStream(
                CommandSource.start(zfs.host(), send, zfs.stallTimeout()),
                zfs.host().name(List.of(send)),
                request.expectation(),
                request.check());
    }

    /** The bytes that a send is expected to have, where this zfs can tell. */
    public OptionalLong estimate(SendRequest request) throws IOException {
        if (!sendFeatures().estimates()) {
            return OptionalLong.empty();
        }
        List<String> words = new ArrayList<>(List.of("send", "-nvP"));
        words.addAll(request.words());
        CommandOutput told = zfs.ask(words);
        return (told.output() + "\n" + told.errors())
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length == 2 && fields[0].equals("size") && fields[1].matches("\\d{1,18}"))
                .mapToLong(fields -> Long.parseLong(fields[1]))
                .findFirst();
    }

    /**
     * What a token says of the receive that it belongs to; asked where the stream was sent from. An {@link
     * UnknownTokenException} where nothing is said.
     */
    public ResumeToken token(String text) throws IOException {
        CommandOutput told = zfs.ask("send", "-nvP", "-t", text);
        ResumeToken token = ResumeToken.read(text, told.output() + "\n" + told.errors());
        SendFeatures sends = sendFeatures();
        if (token.snapshot().isEmpty() && (sends.flags().isEmpty() || sends.resumes())) {
            throw new UnknownTokenException("the zfs of " + zfs.host() + " does not say what it was of: "
                    + (told.output() + told.errors()).strip());
        }
        return token;
    }

    /**
     * By which each snapshot's encrypted blocks are known on every pool that they were sent to raw, by its full name, or
     * its bookmark's; only of those that tell. One process for some hundred.
     */
    public Map<String, String> ivSets(List<Base> snapshots) throws IOException {
        return zfs
                .linesOf(
                        List.of("get", "-Hp", "-o", "name,value", "ivsetguid"),
                        snapshots.stream().map(Base::fullName).toList())
                .stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2 && !fields[1].equals("-"))
                .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1], (one, same) -> one));
    }

    /** The features that the dataset's pool has, without {@code feature@}; none where its zpool tells of none. */
    public Set<String> poolFeatures(DatasetName dataset) {
        String pool = dataset.value().split("/", 2)[0];
        return zpoolProperties(pool)
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2 && fields[0].startsWith("feature@"))
                .filter(fields -> !fields[1].equals("disabled"))
                .map(fields -> fields[0].substring("feature@".length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A zpool that is missing, or not allowed, makes streams larger, and nothing worse. */
    private String zpoolProperties(String pool) {
        try {
            return CommandOutput.of(
                            zfs.host(),
                            zfs.zpool().with("get", "-H", "-o", "property,value", "all", pool),
                            zfs.stallTimeout())
                    .output();
        } catch (IOException e) {
            LOG.debug("{} does not tell of the pool {}: {}", zfs.host(), pool, e.getMessage());
            return "";
        }
    }

    public boolean exists(DatasetName dataset) throws IOException {
        return state(dataset).isPresent();
    }

    /**
     * Mounts the file system and those below it, where they are to be mounted and are not; never over another one: a copy
     * of a file system brings the mountpoint of the original with it.
     */
    public void mount(DatasetName dataset) throws IOException {
        String table = zfs.run("get", "-rH", "-o", "name,property,value", MountTable.PROPERTIES, dataset.value());
        List<MountTable.Place> places = MountTable.unmounted(table);
        String taken = places.isEmpty() ? "" : zfs.run("list", "-H", "-t", "filesystem", "-o", "mounted,mountpoint");
        for (MountTable.Place place : places) {
            if (taken.lines().anyMatch(line -> line.equals("yes\t" + place.mountpoint()))) {
                LOG.warn(
                        "{} is not mounted: another file system is mounted at {}. Set its mountpoint, and mount it",
                        place.name(),
                        place.mountpoint());
            } else {
                zfs.run("mount", place.name());
            }
        }
    }

    /** The GUID of a snapshot; nothing if there is none of that name. One process, however many snapshots there are. */
    public Optional<Guid> guidOf(SnapshotName snapshot) throws IOException {
        CommandOutput told = zfs.ask("get", "-Hp", "-o", "value", "guid", snapshot.toString());
        if (told.status() == 0) {
            return Optional.of(Guid.parse(told.output().strip()));
        }
        if (ZfsCommand.saysMissing(told.errors(), snapshot.toString())) {
            return Optional.empty();
        }
        throw new IOException(zfs.host() + " does not tell of " + snapshot + ": "
                + told.errors().strip());
    }

    /** Takes a snapshot, of all children too where {@code recursive} is set. */
    public void snapshot(SnapshotName name, boolean recursive) throws IOException {
        zfs.run(recursive ? List.of("snapshot", "-r", name.toString()) : List.of("snapshot", name.toString()));
    }

    /** Destroys one snapshot; never a dataset. */
    public void destroy(SnapshotName name) throws IOException {
        zfs.run("destroy", name.toString());
    }

    /** What its send can do. */
    public SendFeatures sendFeatures() throws IOException {
        SendFeatures known = sendFeatures;
        if (known == null) {
            CommandOutput usage = zfs.ask("send");
            known = SendFeatures.fromUsage(usage.output() + usage.errors());
            if (known.flags().isEmpty()) {
                return known; // asked again: something was in the way
            }
            sendFeatures = known;
        }
        return known;
    }
}
