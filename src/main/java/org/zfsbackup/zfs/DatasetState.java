package org.zfsbackup.zfs;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dataset as {@code zfs get} on its host describes it.
 *
 * @param name its name
 * @param guid the dataset's own GUID, which no replica of it shares
 * @param volume whether it is a block device and not a file system
 * @param encrypted whether ZFS encrypts it
 * @param history its snapshots, and the bookmarks of snapshots that no longer exist, by the transaction group that
 *     created them: oldest first
 * @param bookmarks all its bookmarks
 * @param held the names, after {@code @}, of the snapshots that have a hold
 * @param token the resume token of an interrupted receive, as text
 * @param origin the snapshot that it is a clone of; empty if it is not a clone
 * @param leftOut whether its user property {@code org.zfsbackup:backup} is {@code off}
 */
public record DatasetState(
        DatasetName name,
        Guid guid,
        boolean volume,
        boolean encrypted,
        List<Base> history,
        List<Bookmark> bookmarks,
        Set<String> held,
        Optional<String> token,
        Optional<SnapshotName> origin,
        boolean leftOut) {
    public DatasetState {
        history = List.copyOf(history);
        bookmarks = List.copyOf(bookmarks);
        held = Set.copyOf(held);
    }

    /** A dataset that is not a clone and that backups include. */
    public DatasetState(
            DatasetName name,
            Guid guid,
            boolean volume,
            boolean encrypted,
            List<Base> history,
            List<Bookmark> bookmarks,
            Set<String> held,
            Optional<String> token) {
        this(name, guid, volume, encrypted, history, bookmarks, held, token, Optional.empty(), false);
    }

    /**
     * Returns the snapshot that it is a clone of, unless that belongs to a dataset below it, as after a promotion: such a
     * clone could not be received before its own parent.
     */
    public Optional<SnapshotName> usableOrigin() {
        return origin.filter(snapshot -> !snapshot.dataset().isBelow(name));
    }

    /** Returns the dataset without what is newer than this snapshot; the dataset as it is if it has no such snapshot. */
    public DatasetState upTo(Guid newest) {
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i) instanceof Snapshot && history.get(i).guid().equals(newest)) {
                List<Base> older = history.subList(0, i + 1);
                return new DatasetState(name, guid, volume, encrypted, older, bookmarks, held, token, origin, leftOut);
            }
        }
        return this;
    }

    /** Returns the snapshots, oldest first. */
    public List<Snapshot> snapshots() {
        return history.stream()
                .filter(Snapshot.class::isInstance)
                .map(Snapshot.class::cast)
                .toList();
    }

    /** Returns the snapshot with this GUID. */
    public Optional<Snapshot> snapshot(Guid guid) {
        return snapshots().stream()
                .filter(snapshot -> snapshot.guid().equals(guid))
                .findFirst();
    }

    /** Returns the snapshot with this name, which is the part after {@code @}. */
    public Optional<Snapshot> snapshot(String shortName) {
        return snapshots().stream()
                .filter(snapshot -> snapshot.shortName().equals(shortName))
                .findFirst();
    }

    /**
     * Returns what an incremental stream from the snapshot with this GUID can start from: the snapshot itself, or a
     * bookmark of it.
     */
    public Optional<Base> base(Guid guid) {
        return history.stream().filter(base -> base.guid().equals(guid)).findFirst();
    }
}
