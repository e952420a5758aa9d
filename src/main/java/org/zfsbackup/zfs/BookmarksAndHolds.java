package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.List;
import org.zfsbackup.process.CommandFailedException;

/** Bookmarks and holds on the snapshots of one host. Safe for use by several threads. */
public final class BookmarksAndHolds {
    private final ZfsCommand zfs;

    BookmarksAndHolds(ZfsCommand zfs) {
        this.zfs = zfs;
    }

    /** A hold: as long as it is there the snapshot cannot be destroyed. */
    public record Hold(SnapshotName snapshot, String tag) {}

    /** Leaves a bookmark of a snapshot. */
    public void bookmark(SnapshotName snapshot, String name) throws IOException {
        zfs.run("bookmark", snapshot.toString(), snapshot.dataset() + "#" + name);
    }

    /** Destroys a bookmark; never a snapshot. */
    public void destroy(Bookmark bookmark) throws IOException {
        zfs.run("destroy", bookmark.fullName());
    }

    /** @param below also of the snapshots of that name below it, also where some of them are held so already */
    public void hold(String tag, SnapshotName name, boolean below) throws IOException {
        try {
            zfs.run(words("hold", tag, name, below));
        } catch (CommandFailedException e) {
            if (!below || !e.errors().contains("tag already exists")) {
                throw e;
            }
            release(tag, name, true);
            zfs.run(words("hold", tag, name, true));
        }
    }

    /** @param below also of the snapshots of that name below it, where they have it */
    public void release(String tag, SnapshotName name, boolean below) throws IOException {
        zfs.run(words("release", tag, name, below));
    }

    private static List<String> words(String verb, String tag, SnapshotName name, boolean below) {
        return below ? List.of(verb, "-r", tag, name.toString()) : List.of(verb, tag, name.toString());
    }

    /** The holds on these snapshots; none of one that is gone. One process for some hundred. */
    public List<Hold> holds(List<SnapshotName> snapshots) throws IOException {
        return zfs
                .linesOf(
                        List.of("holds", "-H"),
                        snapshots.stream().map(SnapshotName::toString).toList())
                .stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length >= 2 && fields[0].contains("@"))
                .map(BookmarksAndHolds::hold)
                .toList();
    }

    private static Hold hold(String[] fields) {
        int at = fields[0].indexOf('@');
        return new Hold(new DatasetName(fields[0].substring(0, at)).at(fields[0].substring(at + 1)), fields[1]);
    }
}
