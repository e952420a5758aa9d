package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.List;
import org.zfsbackup.process.CommandFailedException;

/** Creates, lists and removes bookmarks and holds on one host. Safe for use by several threads. */
public final class BookmarksAndHolds {
    private final ZfsCommand zfs;

    BookmarksAndHolds(ZfsCommand zfs) {
        this.zfs = zfs;
    }

    /**
     * A hold: the snapshot cannot be destroyed while it exists.
     *
     * @param snapshot what is held
     * @param tag the name of the hold
     */
    public record Hold(SnapshotName snapshot, String tag) {}

    /**
     * Creates a bookmark of a snapshot.
     *
     * @param name the part after {@code #}
     */
    public void bookmark(SnapshotName snapshot, String name) throws IOException {
        zfs.run("bookmark", snapshot.toString(), snapshot.dataset() + "#" + name);
    }

    /** Destroys a bookmark, and never a snapshot. */
    public void destroy(Bookmark bookmark) throws IOException {
        zfs.run("destroy", bookmark.fullName());
    }

    /**
     * Holds a snapshot.
     *
     * @param tag the name of the hold
     * @param recursive also hold the snapshots of the same name below the dataset; some of them may have the hold already
     */
    public void hold(String tag, SnapshotName name, boolean recursive) throws IOException {
        try {
            zfs.run(words("hold", tag, name, recursive));
        } catch (CommandFailedException e) {
            if (!recursive || !e.errors().contains("tag already exists")) {
                throw e;
            }
            release(tag, name, true);
            zfs.run(words("hold", tag, name, true));
        }
    }

    /**
     * Holds a snapshot, and returns whether it did not have this hold already.
     *
     * @param tag the name of the hold
     * @param recursive also hold the snapshots of the same name below the dataset; some of them may have the hold already
     */
    public boolean holdUnlessHeld(String tag, SnapshotName name, boolean recursive) throws IOException {
        try {
            hold(tag, name, recursive);
            return true;
        } catch (CommandFailedException e) {
            if (!e.errors().contains("tag already exists")) {
                throw e;
            }
            return false;
        }
    }

    /** Releases a hold, if the snapshot has it. */
    public void releaseIfHeld(String tag, SnapshotName name, boolean recursive) throws IOException {
        try {
            release(tag, name, recursive);
        } catch (CommandFailedException e) {
            if (!e.errors().contains("no such tag")) {
                throw e;
            }
        }
    }

    /**
     * Releases a hold.
     *
     * @param tag the name of the hold
     * @param recursive also release it from the snapshots of the same name below the dataset, if they have it
     */
    public void release(String tag, SnapshotName name, boolean recursive) throws IOException {
        zfs.run(words("release", tag, name, recursive));
    }

    private static List<String> words(String verb, String tag, SnapshotName name, boolean recursive) {
        return recursive ? List.of(verb, "-r", tag, name.toString()) : List.of(verb, tag, name.toString());
    }

    /**
     * Returns the holds on these snapshots, and nothing for snapshots that no longer exist. Runs one process for a few
     * hundred snapshots.
     */
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
