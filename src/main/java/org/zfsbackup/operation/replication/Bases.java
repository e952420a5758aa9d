package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.zfsbackup.target.HostName;
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
    private final KeepBase keep;
    private final boolean withChildren;

    /** @param withChildren of streams with children, which start from a snapshot and never from a bookmark */
    public Bases(Zfs source, KeepBase keep, boolean withChildren) {
        if (withChildren && keep == KeepBase.BOOKMARK) {
            throw new IllegalArgumentException("no stream with children starts from a bookmark: keep a hold or none as"
                    + " the base, or take recursive=each, where each dataset goes on from a bookmark of its own");
        }
        this.source = source;
        this.keep = keep;
        this.withChildren = withChildren;
    }

    /**
     * Something of ours at the source.
     *
     * @param bookmark nothing for a hold
     */
    public record Mark(String name, Optional<Bookmark> bookmark, Optional<SnapshotName> held) {
        @Override
        public String toString() {
            return bookmark.map(one -> "Bookmark " + one.fullName())
                    .orElseGet(() ->
                            "Hold " + name + " on " + held.map(Object::toString).orElse(""));
        }
    }

    /** By which a destination is known in the names: a host that is reached by another name or port is another one. */
    public static String destination(Zfs to, DatasetName dataset) {
        return (to.isLocal() ? HostName.local() : String.valueOf(to.host())) + ":" + dataset;
    }

    private static String tag(String destination) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(destination.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Leaves a base at the source, and then takes away the older ones of the same destination. Of a snapshot that is gone
     * nothing can be left: where the base is a bookmark of somebody else's, ours stay as they are.
     *
     * @param here the source's dataset as it was when the plan was made
     * @param newest the newest that both have now
     */
    public void keep(DatasetState here, String destination, Base newest) throws IOException {
        String tag = tag(destination);
        KeepBase wanted = wanted();
        List<Mark> old = new ArrayList<>(marks(here, tag));
        boolean there = old.removeIf(mark -> isOf(mark, newest, wanted));
        if (wanted != KeepBase.NONE && !there) {
            if (!(newest instanceof Snapshot snapshot)) {
                return;
            }
            leave(wanted, tag, snapshot);
        }
        for (Mark mark : old) {
            release(mark, true);
        }
    }

    private KeepBase wanted() {
        if (keep != KeepBase.AUTO) {
            return keep;
        }
        return !source.bookmarks() ? KeepBase.NONE : withChildren ? KeepBase.HOLD : KeepBase.BOOKMARK;
    }

    private static boolean isOf(Mark mark, Base newest, KeepBase wanted) {
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

    private void leave(KeepBase wanted, String tag, Snapshot snapshot) throws IOException {
        if (wanted == KeepBase.BOOKMARK) {
            source.marks().bookmark(snapshot.name(), tag + "_" + snapshot.guid());
        } else {
            source.marks().hold(tag, snapshot.name(), withChildren);
        }
    }

    /** What is there of ours, for whatever destination. */
    public List<Mark> list(DatasetTree tree) throws IOException {
        List<Mark> all = new ArrayList<>();
        for (DatasetState dataset : tree.datasets().values()) {
            all.addAll(marks(dataset, PREFIX));
        }
        return all;
    }

    /** What is there of ours for that destination of a dataset. */
    public List<Mark> list(DatasetState dataset, String destination) throws IOException {
        return marks(dataset, tag(destination));
    }

    public void release(List<Mark> marks) throws IOException {
        for (Mark mark : marks) {
            release(mark, false);
        }
    }

    /** @param below also from the snapshots of that name below it: a hold may have been of a stream with children */
    private void release(Mark mark, boolean below) throws IOException {
        if (mark.bookmark().isPresent()) {
            source.marks().destroy(mark.bookmark().get());
        } else if (mark.held().isPresent()) {
            source.marks().release(mark.name(), mark.held().get(), below);
        }
    }

    private List<Mark> marks(DatasetState dataset, String prefix) throws IOException {
        List<Mark> marks = new ArrayList<>();
        dataset.bookmarks().stream()
                .filter(one -> one.name().startsWith(prefix)
                        && OURS.matcher(one.name()).matches())
                .forEach(one -> marks.add(new Mark(one.name(), Optional.of(one), Optional.empty())));
        List<SnapshotName> held =
                dataset.held().stream().sorted().map(dataset.name()::at).toList();
        source.marks().holds(held).stream()
                .filter(hold -> hold.tag().startsWith(prefix)
                        && OURS.matcher(hold.tag()).matches())
                .forEach(hold -> marks.add(new Mark(hold.tag(), Optional.empty(), Optional.of(hold.snapshot()))));
        return marks;
    }
}
