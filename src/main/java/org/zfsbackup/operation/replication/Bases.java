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
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Bookmark;
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

    public Bases(Zfs source, KeepBase keep) {
        this.source = source;
        this.keep = keep;
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

    /** @param destination its name, with its host's where that is another one */
    static String tag(String destination) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(destination.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Leaves a base at the source, and then takes away the older ones of the same destination.
     *
     * @param here the source's dataset as it was when the plan was made
     * @param newest the newest that both have now
     */
    public void keep(DatasetState here, String destination, Base newest) throws IOException {
        String tag = tag(destination);
        KeepBase wanted = keep == KeepBase.AUTO ? (source.bookmarks() ? KeepBase.BOOKMARK : KeepBase.NONE) : keep;
        List<Mark> old = new ArrayList<>(marks(here, tag));
        boolean there = old.removeIf(mark -> wanted == KeepBase.BOOKMARK
                ? mark.bookmark()
                        .filter(one -> one.guid().equals(newest.guid()))
                        .isPresent()
                : wanted == KeepBase.HOLD
                        && mark.held()
                                .filter(held -> held.toString().equals(newest.fullName()))
                                .isPresent());
        if (!there && newest instanceof Snapshot snapshot) {
            if (wanted == KeepBase.BOOKMARK) {
                source.marks().bookmark(snapshot.name(), tag + "_" + snapshot.guid());
            } else if (wanted == KeepBase.HOLD) {
                source.marks().hold(tag, snapshot.name());
            }
        }
        release(old);
    }

    /** What is there of ours, for whatever destination. */
    public List<Mark> list(DatasetTree tree) throws IOException {
        List<Mark> all = new ArrayList<>();
        for (DatasetState dataset : tree.datasets().values()) {
            all.addAll(marks(dataset, PREFIX));
        }
        return all;
    }

    public void release(List<Mark> marks) throws IOException {
        for (Mark mark : marks) {
            if (mark.bookmark().isPresent()) {
                source.marks().destroy(mark.bookmark().get());
            } else if (mark.held().isPresent()) {
                source.marks().release(mark.name(), mark.held().get());
            }
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
