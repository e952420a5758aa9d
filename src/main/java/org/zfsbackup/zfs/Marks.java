package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Bookmarks and holds on the snapshots of one host. Safe for use by several threads. */
public final class Marks {
    private final ZfsCommand zfs;

    Marks(ZfsCommand zfs) {
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

    public void hold(String tag, SnapshotName name) throws IOException {
        zfs.run("hold", tag, name.toString());
    }

    public void release(String tag, SnapshotName name) throws IOException {
        zfs.run("release", tag, name.toString());
    }

    /** The holds on these snapshots. One process; none where none is asked for. */
    public List<Hold> holds(Collection<SnapshotName> snapshots) throws IOException {
        if (snapshots.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("holds", "-H"));
        snapshots.forEach(snapshot -> words.add(snapshot.toString()));
        return zfs.run(words)
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length >= 2 && fields[0].contains("@"))
                .map(Marks::hold)
                .toList();
    }

    private static Hold hold(String[] fields) {
        int at = fields[0].indexOf('@');
        return new Hold(new DatasetName(fields[0].substring(0, at)).at(fields[0].substring(at + 1)), fields[1]);
    }
}
