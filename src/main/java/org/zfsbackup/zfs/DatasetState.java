package org.zfsbackup.zfs;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a host tells of a dataset.
 *
 * @param guid the dataset's own, which no replica of it has
 * @param volume a block device and no file system
 * @param encrypted natively, by ZFS
 * @param history snapshots, and bookmarks of snapshots that are gone, by the transaction group that made them: oldest first
 * @param held the short names of those that somebody holds
 * @param token the text of a broken-off receive's token
 */
public record DatasetState(
        DatasetName name,
        Guid guid,
        boolean volume,
        boolean encrypted,
        List<Base> history,
        List<Bookmark> bookmarks,
        Set<String> held,
        Optional<String> token) {
    public DatasetState {
        history = List.copyOf(history);
        bookmarks = List.copyOf(bookmarks);
        held = Set.copyOf(held);
    }

    /** Oldest first. */
    public List<Snapshot> snapshots() {
        return history.stream()
                .filter(Snapshot.class::isInstance)
                .map(Snapshot.class::cast)
                .toList();
    }

    public Optional<Snapshot> snapshot(Guid guid) {
        return snapshots().stream().filter(one -> one.guid().equals(guid)).findFirst();
    }

    public Optional<Snapshot> snapshot(String shortName) {
        return snapshots().stream()
                .filter(one -> one.shortName().equals(shortName))
                .findFirst();
    }

    /** What an incremental stream from the snapshot of this GUID can start from: itself, or a bookmark of it. */
    public Optional<Base> base(Guid guid) {
        return history.stream().filter(one -> one.guid().equals(guid)).findFirst();
    }
}
