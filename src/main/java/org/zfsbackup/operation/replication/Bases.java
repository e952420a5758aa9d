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
 * The bookmarks and holds of ours at a source: one for each destination, on the newest snapshot that both have.
 *
 * <p>Their names begin with {@code zfsbackup_} and eight hexadecimal digits of the SHA-256 of the destination's name; a
 * bookmark's goes on with the snapshot's GUID.
 */
public final class Bases {
    static final String PREFIX = "zfsbackup_";

    private static final Pattern OURS = Pattern.compile("zfsbackup_[0-9a-f]{8}(_\\d+)?");

    private final Zfs source;
    private final Zfs to;
    private final BaseRetention keep;
    private final boolean withChildren;

    /** @param withChildren of streams with children, which start from a snapshot and never from a bookmark */
    public Bases(Zfs source, Zfs to, BaseRetention keep, boolean withChildren) {
        if (withChildren && keep == BaseRetention.BOOKMARK) {
            throw new IllegalArgumentException("no stream with children starts from a bookmark: keep a hold or none as"
                    + " the base, or take recursive=each, where each dataset goes on from a bookmark of its own");
        }
        this.source = source;
        this.to = to;
        this.keep = keep;
        this.withChildren = withChildren;
    }

    /**
     * Something of ours at the source.
     *
     * @param bookmark nothing for a hold
     */
    public record KeptBase(String name, Optional<Bookmark> bookmark, Optional<SnapshotName> held) {
        @Override
        public String toString() {
            return bookmark.map(one -> "Bookmark " + one.fullName())
                    .orElseGet(() ->
                            "Hold " + name + " on " + held.map(Object::toString).orElse(""));
        }
    }

    /** By the destination's host too: one that is reached by another name or port is another one. */
    private String tag(DatasetName destination) {
        String place = (to.isLocal() ? HostName.local() : String.valueOf(to.host())) + ":" + destination;
        return PREFIX + Hashes.sha256Hex(place.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }

    /** Those of the destination and of what is above it, up to the named one where one is named. */
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
     * Leaves a base at the source, which does no harm, whatever has arrived. Of a snapshot that is gone nothing can be left.
     *
     * @param here the source's dataset as it was when the plan was made
     * @param newest the newest that both have now
     * @return whether there is a base of it now, of the wanted kind
     */
    public boolean leave(DatasetState here, DatasetName destination, Base newest) throws IOException {
        BaseRetention wanted = wanted();
        if (wanted == BaseRetention.NONE) {
            return true;
        }
        String tag = tag(destination);
        List<KeptBase> own = wanted == BaseRetention.BOOKMARK ? bookmarks(here, Set.of(tag)) : holds(here, Set.of(tag));
        if (own.stream().anyMatch(mark -> isOf(mark, newest, wanted))) {
            return true;
        }
        if (!(newest instanceof Snapshot snapshot)) {
            return false;
        }
        if (wanted == BaseRetention.BOOKMARK) {
            source.marks().bookmark(snapshot.name(), tag + "_" + snapshot.guid());
        } else {
            source.marks().hold(tag, snapshot.name(), withChildren);
        }
        return true;
    }

    /**
     * Takes away the older ones of the same destination, and the holds on this dataset of streams with children to those
     * above it, which have no use for it any more.
     */
    public void releaseOlder(DatasetState here, DatasetName destination, Base newest) throws IOException {
        BaseRetention wanted = wanted();
        String own = tag(destination);
        for (KeptBase mark : marks(here, tags(destination, Optional.empty()))) {
            if (!(mark.name().startsWith(own) && isOf(mark, newest, wanted))) {
                release(mark, withChildren);
            }
        }
    }

    private BaseRetention wanted() {
        if (keep != BaseRetention.AUTO) {
            return keep;
        }
        return !source.bookmarks() ? BaseRetention.NONE : withChildren ? BaseRetention.HOLD : BaseRetention.BOOKMARK;
    }

    private static boolean isOf(KeptBase mark, Base newest, BaseRetention wanted) {
        return switch (wanted) {
            case BOOKMARK ->
                mark.bookmark().filter(one -> one.guid().equals(newest.guid())).isPresent();
            case HOLD ->
                mark.held()
                        .filter(held -> held.toString().equals(newest.fullName()))
                        .isPresent();
            case AUTO, NONE -> false;
        };
    }

    /** What is there of ours, for whatever destination. */
    public List<KeptBase> list(DatasetTree tree) throws IOException {
        List<KeptBase> all = new ArrayList<>();
        for (DatasetState dataset : tree.datasets().values()) {
            all.addAll(marks(dataset, Set.of(PREFIX)));
        }
        return all;
    }

    /**
     * What is there of ours for that destination of a dataset.
     *
     * @param root the destination that it lies in, which streams with children may have gone to
     */
    public List<KeptBase> list(DatasetState dataset, DatasetName destination, DatasetName root) throws IOException {
        return marks(dataset, tags(destination, Optional.of(root)));
    }

    public void release(List<KeptBase> marks) throws IOException {
        for (KeptBase mark : marks) {
            release(mark, false);
        }
    }

    /** @param below also from the snapshots of that name below it: a hold may have been of a stream with children */
    private void release(KeptBase mark, boolean below) throws IOException {
        if (mark.bookmark().isPresent()) {
            source.marks().destroy(mark.bookmark().get());
        } else if (mark.held().isPresent()) {
            source.marks().release(mark.name(), mark.held().get(), below);
        }
    }

    private List<KeptBase> marks(DatasetState dataset, Set<String> beginnings) throws IOException {
        List<KeptBase> marks = new ArrayList<>(bookmarks(dataset, beginnings));
        marks.addAll(holds(dataset, beginnings));
        return marks;
    }

    private static List<KeptBase> bookmarks(DatasetState dataset, Set<String> beginnings) {
        return dataset.bookmarks().stream()
                .filter(one -> isOurs(one.name(), beginnings))
                .map(one -> new KeptBase(one.name(), Optional.of(one), Optional.empty()))
                .toList();
    }

    /** Asks the source, where anybody holds a snapshot of the dataset. */
    private List<KeptBase> holds(DatasetState dataset, Set<String> beginnings) throws IOException {
        List<SnapshotName> held =
                dataset.held().stream().sorted().map(dataset.name()::at).toList();
        return source.marks().holds(held).stream()
                .filter(hold -> isOurs(hold.tag(), beginnings))
                .map(hold -> new KeptBase(hold.tag(), Optional.empty(), Optional.of(hold.snapshot())))
                .toList();
    }

    private static boolean isOurs(String name, Set<String> beginnings) {
        return OURS.matcher(name).matches() && beginnings.stream().anyMatch(name::startsWith);
    }
}
