package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.zfsbackup.repository.HostName;
import org.zfsbackup.stream.Hashes;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Bookmark;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;

/**
 * Our bookmarks and holds at a source: one for each destination, on the newest snapshot that both have.
 *
 * <p>Their names start with {@code zfsbackup_} and eight hexadecimal digits of the SHA-256 of the destination's name;
 * the name of a bookmark continues with the snapshot's GUID. Safe for use by several threads.
 */
public final class Bases {
    static final String PREFIX = "zfsbackup_";

    private static final Pattern OURS = Pattern.compile("zfsbackup_[0-9a-f]{8}(_\\d+)?");

    private final Zfs source;
    private final Zfs to;
    private final BaseRetention keep;
    private final boolean withChildren;

    /**
     * @param source the host of the source
     * @param to the host of the destination
     * @param keep how bases are kept
     * @param withChildren whether streams have children; they can only start from a snapshot
     * @throws IllegalArgumentException if a bookmark is wanted for recursive streams
     */
    public Bases(Zfs source, Zfs to, BaseRetention keep, boolean withChildren) {
        if (withChildren && keep == BaseRetention.BOOKMARK) {
            throw new IllegalArgumentException("a recursive stream cannot start from a bookmark: use"
                    + " keepBase=hold or keepBase=none, or use recursive=each, with which each dataset has a"
                    + " bookmark of its own");
        }
        this.source = source;
        this.to = to;
        this.keep = keep;
        this.withChildren = withChildren;
    }

    /**
     * A bookmark or hold of ours at the source.
     *
     * @param name the name of the bookmark or the tag of the hold
     * @param bookmark empty for a hold
     * @param held the held snapshot; empty for a bookmark
     */
    public record KeptBase(String name, Optional<Bookmark> bookmark, Optional<SnapshotName> held) {
        @Override
        public String toString() {
            return bookmark.map(found -> "Bookmark " + found.fullName())
                    .orElseGet(() ->
                            "Hold " + name + " on " + held.map(Object::toString).orElse(""));
        }
    }

    /** Includes the host of the destination; another name or port of the same host counts as another host. */
    private String tag(DatasetName destination) {
        String place = (to.isLocal() ? HostName.local() : String.valueOf(to.host())) + ":" + destination;
        return PREFIX + Hashes.sha256Hex(place.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }

    /** The tags of the destination and of the datasets above it, up to {@code last} if it is given. */
    private Set<String> tags(DatasetName destination, Optional<DatasetName> last) {
        Set<String> tags = new HashSet<>();
        Optional<DatasetName> at = Optional.of(destination);
        while (at.isPresent()) {
            tags.add(tag(at.get()));
            at = at.equals(last) ? Optional.empty() : at.get().parent();
        }
        return tags;
    }

    /**
     * Creates a base at the source. It does no harm if the stream has not arrived. It is not possible for a snapshot
     * that no longer exists.
     *
     * @param here the source's dataset, as it was when the plan was made
     * @param destination the dataset that was replicated to
     * @param newest the newest snapshot that both have now
     * @return whether a base of the wanted kind exists now
     * @throws IOException if zfs fails
     */
    public boolean leave(DatasetState here, DatasetName destination, Base newest) throws IOException {
        BaseRetention wanted = wanted();
        if (wanted == BaseRetention.NONE) {
            return true;
        }
        String tag = tag(destination);
        List<KeptBase> own = wanted == BaseRetention.BOOKMARK ? bookmarks(here, Set.of(tag)) : holds(here, Set.of(tag));
        if (own.stream().anyMatch(base -> isOf(base, newest, wanted))) {
            return true;
        }
        if (!(newest instanceof Snapshot snapshot)) {
            return false;
        }
        if (wanted == BaseRetention.BOOKMARK) {
            source.bookmarksAndHolds().bookmark(snapshot.name(), tag + "_" + snapshot.guid());
        } else {
            source.bookmarksAndHolds().hold(tag, snapshot.name(), withChildren);
        }
        return true;
    }

    /**
     * Releases the older bases of the same destination. Also releases the holds on this dataset from recursive
     * streams to a dataset above the destination, because they are no longer needed.
     *
     * @throws IOException if zfs fails
     */
    public void releaseOlder(DatasetState here, DatasetName destination, Base newest) throws IOException {
        BaseRetention wanted = wanted();
        String own = tag(destination);
        for (KeptBase base : keptBases(here, tags(destination, Optional.empty()))) {
            if (!(base.name().startsWith(own) && isOf(base, newest, wanted))) {
                release(base, withChildren);
            }
        }
    }

    private BaseRetention wanted() {
        if (keep != BaseRetention.AUTO) {
            return keep;
        }
        return !source.bookmarks() ? BaseRetention.NONE : withChildren ? BaseRetention.HOLD : BaseRetention.BOOKMARK;
    }

    private static boolean isOf(KeptBase base, Base newest, BaseRetention wanted) {
        return switch (wanted) {
            case BOOKMARK ->
                base.bookmark()
                        .filter(found -> found.guid().equals(newest.guid()))
                        .isPresent();
            case HOLD ->
                base.held()
                        .filter(held -> held.toString().equals(newest.fullName()))
                        .isPresent();
            case AUTO, NONE -> false;
        };
    }

    /**
     * All of our bases in a tree, for any destination.
     *
     * @throws IOException if zfs fails
     */
    public List<KeptBase> list(DatasetTree tree) throws IOException {
        List<KeptBase> all = new ArrayList<>();
        for (DatasetState dataset : tree.datasets().values()) {
            all.addAll(keptBases(dataset, Set.of(PREFIX)));
        }
        return all;
    }

    /**
     * Our bases of a dataset for one destination.
     *
     * @param dataset a dataset of the source
     * @param destination the dataset that it is replicated to
     * @param root the destination of the whole replication, to which recursive streams may have been sent
     * @throws IOException if zfs fails
     */
    public List<KeptBase> list(DatasetState dataset, DatasetName destination, DatasetName root) throws IOException {
        return keptBases(dataset, tags(destination, Optional.of(root)));
    }

    /**
     * Destroys bookmarks and releases holds; the chain to their destination may then end.
     *
     * @throws IOException if zfs fails
     */
    public void release(List<KeptBase> keptBases) throws IOException {
        for (KeptBase base : keptBases) {
            release(base, false);
        }
    }

    /**
     * @param recursive also from the snapshots of the same name below it, because a hold may belong to a recursive
     *     stream
     */
    private void release(KeptBase base, boolean recursive) throws IOException {
        if (base.bookmark().isPresent()) {
            source.bookmarksAndHolds().destroy(base.bookmark().get());
        } else if (base.held().isPresent()) {
            source.bookmarksAndHolds().release(base.name(), base.held().get(), recursive);
        }
    }

    private List<KeptBase> keptBases(DatasetState dataset, Set<String> beginnings) throws IOException {
        List<KeptBase> keptBases = new ArrayList<>(bookmarks(dataset, beginnings));
        keptBases.addAll(holds(dataset, beginnings));
        return keptBases;
    }

    private static List<KeptBase> bookmarks(DatasetState dataset, Set<String> beginnings) {
        return dataset.bookmarks().stream()
                .filter(bookmark -> isOurs(bookmark.name(), beginnings))
                .map(bookmark -> new KeptBase(bookmark.name(), Optional.of(bookmark), Optional.empty()))
                .toList();
    }

    /** Asks the source only if a snapshot of the dataset is held by anybody. */
    private List<KeptBase> holds(DatasetState dataset, Set<String> beginnings) throws IOException {
        List<SnapshotName> held =
                dataset.held().stream().sorted().map(dataset.name()::at).toList();
        return source.bookmarksAndHolds().holds(held).stream()
                .filter(hold -> isOurs(hold.tag(), beginnings))
                .map(hold -> new KeptBase(hold.tag(), Optional.empty(), Optional.of(hold.snapshot())))
                .toList();
    }

    private static boolean isOurs(String name, Set<String> beginnings) {
        return OURS.matcher(name).matches() && beginnings.stream().anyMatch(name::startsWith);
    }
}
