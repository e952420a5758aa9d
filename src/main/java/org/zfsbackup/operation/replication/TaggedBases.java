package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.zfsbackup.stream.Hashes;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Bookmark;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;

/**
 * Our bookmarks and holds at a source, by the tag of the place to which backups or replicas go.
 *
 * <p>A tag is {@code zfsbackup_} and eight hexadecimal digits of the SHA-256 of the place. It is the name of a hold; the
 * name of a bookmark continues with the snapshot's GUID. Safe for use by several threads.
 */
public final class TaggedBases {
    /** The beginning of the names of all of our bookmarks and holds. */
    public static final String PREFIX = "zfsbackup_";

    private static final Pattern OURS = Pattern.compile("zfsbackup_[0-9a-f]{8}(_\\d+|_run)?");

    private final Zfs source;
    private final BaseRetention keep;
    private final boolean withChildren;

    /**
     * @param source the host of the source
     * @param keep how bases are kept
     * @param withChildren whether streams are recursive; those can only start from a snapshot
     * @throws IllegalArgumentException if a bookmark is wanted for recursive streams
     */
    public TaggedBases(Zfs source, BaseRetention keep, boolean withChildren) {
        if (withChildren && keep == BaseRetention.BOOKMARK) {
            throw new IllegalArgumentException("a recursive stream cannot start from a bookmark: use"
                    + " keepBase=hold or keepBase=none, or use recursive=each, with which each dataset has a"
                    + " bookmark of its own");
        }
        this.source = source;
        this.keep = keep;
        this.withChildren = withChildren;
    }

    /** Returns the tag of a place. */
    public static String tag(String place) {
        return PREFIX + Hashes.sha256Hex(place.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }

    /**
     * Returns how bases are kept, which for {@link BaseRetention#AUTO} depends on the source's ZFS. Known after it was
     * asked for datasets.
     */
    public BaseRetention wanted() {
        if (keep != BaseRetention.AUTO) {
            return keep;
        }
        return !source.bookmarks() ? BaseRetention.NONE : withChildren ? BaseRetention.HOLD : BaseRetention.BOOKMARK;
    }

    /**
     * Creates a base at the source, if there is none of the wanted kind. It is not possible for a snapshot that no longer
     * exists.
     *
     * @param here the source's dataset, as it was when the plan was made
     * @param tag of the place to which was sent
     * @param newest the newest snapshot that both have now
     * @return whether a base of the wanted kind exists now
     * @throws IOException if zfs fails
     */
    public boolean leave(DatasetState here, String tag, Base newest) throws IOException {
        BaseRetention wanted = wanted();
        if (wanted == BaseRetention.NONE) {
            return true;
        }
        List<Bases.KeptBase> own = wanted == BaseRetention.BOOKMARK || !source.bookmarks()
                ? bookmarks(here, Set.of(tag))
                : holds(here, Set.of(tag));
        if (own.stream().anyMatch(base -> isOf(base, newest, wanted))) {
            return true;
        }
        if (!(newest instanceof Snapshot snapshot)) {
            return false;
        }
        if (wanted == BaseRetention.BOOKMARK) {
            source.bookmarksAndHolds().bookmark(snapshot.name(), tag + "_" + snapshot.guid());
        } else {
            source.bookmarksAndHolds().holdUnlessHeld(tag, snapshot.name(), withChildren);
        }
        return true;
    }

    /**
     * Releases the older bases of some tags, but not the holds of runs ({@link RunHolds}).
     *
     * @param here the source's dataset, as it was when the plan was made
     * @param tags whose bases are released
     * @param own the tag whose base of the newest snapshot is kept
     * @param released decides about each other base
     * @throws IOException if zfs fails
     */
    public void releaseOlder(
            DatasetState here, Set<String> tags, String own, Base newest, Predicate<Bases.KeptBase> released)
            throws IOException {
        BaseRetention wanted = wanted();
        if (!source.bookmarks()) {
            releaseUnlisted(here, own, newest, released);
            return;
        }
        for (Bases.KeptBase base : list(here, tags)) {
            boolean kept = base.name().startsWith(own) && isOf(base, newest, wanted);
            if (!kept && !base.name().endsWith(RunHolds.SUFFIX) && released.test(base)) {
                release(base, withChildren);
            }
        }
    }

    /** A zfs without bookmarks cannot list holds either, so each held snapshot is tried if ours may be among them. */
    private void releaseUnlisted(DatasetState here, String tag, Base newest, Predicate<Bases.KeptBase> released)
            throws IOException {
        if (wanted() != BaseRetention.HOLD) {
            return;
        }
        for (String held : here.held()) {
            SnapshotName snapshot = here.name().at(held);
            Bases.KeptBase base = new Bases.KeptBase(tag, Optional.empty(), Optional.of(snapshot));
            if (!isOf(base, newest, BaseRetention.HOLD) && released.test(base)) {
                source.bookmarksAndHolds().releaseIfHeld(tag, snapshot, withChildren);
            }
        }
    }

    private static boolean isOf(Bases.KeptBase base, Base newest, BaseRetention wanted) {
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
     * Returns our bases of a dataset whose names begin with one of these texts.
     *
     * @throws IOException if zfs fails
     */
    public List<Bases.KeptBase> list(DatasetState dataset, Set<String> beginnings) throws IOException {
        List<Bases.KeptBase> keptBases = new ArrayList<>(bookmarks(dataset, beginnings));
        keptBases.addAll(holds(dataset, beginnings));
        return keptBases;
    }

    /**
     * Destroys a bookmark or releases a hold.
     *
     * @param recursive also from the snapshots of the same name below it, because a hold may belong to a stream with
     *     children
     * @throws IOException if zfs fails
     */
    public void release(Bases.KeptBase base, boolean recursive) throws IOException {
        if (base.bookmark().isPresent()) {
            source.bookmarksAndHolds().destroy(base.bookmark().get());
        } else if (base.held().isPresent()) {
            source.bookmarksAndHolds().release(base.name(), base.held().get(), recursive);
        }
    }

    /** Returns our bookmarks of a dataset whose names begin with one of these texts. Runs no process. */
    public static List<Bases.KeptBase> bookmarks(DatasetState dataset, Set<String> beginnings) {
        return dataset.bookmarks().stream()
                .filter(bookmark -> isOurs(bookmark.name(), beginnings))
                .map(bookmark -> new Bases.KeptBase(bookmark.name(), Optional.<Bookmark>of(bookmark), Optional.empty()))
                .toList();
    }

    /** Asks the source only if a snapshot of the dataset is held by anybody. */
    private List<Bases.KeptBase> holds(DatasetState dataset, Set<String> beginnings) throws IOException {
        List<SnapshotName> held =
                dataset.held().stream().sorted().map(dataset.name()::at).toList();
        return source.bookmarksAndHolds().holds(held).stream()
                .filter(hold -> isOurs(hold.tag(), beginnings))
                .map(hold -> new Bases.KeptBase(hold.tag(), Optional.empty(), Optional.of(hold.snapshot())))
                .toList();
    }

    private static boolean isOurs(String name, Set<String> beginnings) {
        return OURS.matcher(name).matches() && beginnings.stream().anyMatch(name::startsWith);
    }
}
