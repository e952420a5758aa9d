package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.BookmarksAndHolds;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;

/**
 * Holds the snapshots that a run is sending, and what they build on, so that nobody prunes them meanwhile. A host that
 * does not permit holds is only warned about. For one thread.
 */
public final class RunHolds {
    private static final Logger LOG = LoggerFactory.getLogger(RunHolds.class);

    /** The end of the names of these holds, which tells them from those that keep a base. */
    public static final String SUFFIX = "_run";

    private final Zfs source;
    private final String tag;
    private final boolean recursive;
    private final AtomicBoolean warned;
    private final Set<SnapshotName> held = new LinkedHashSet<>();
    private final Set<SnapshotName> found = new LinkedHashSet<>();

    /**
     * @param source the host of the source
     * @param tag of the place to which is sent
     * @param recursive whether streams hold the datasets below
     * @param warned whether the user was warned already; set with the first warning
     */
    public RunHolds(Zfs source, String tag, boolean recursive, AtomicBoolean warned) {
        this.source = source;
        this.tag = tag + SUFFIX;
        this.recursive = recursive;
        this.warned = warned;
    }

    /**
     * Holds what a stream needs, before its first byte, and then releases what the stream of the same dataset before it
     * needed.
     *
     * @param sent the snapshot that is sent
     * @param others what else is needed; bookmarks need no hold
     */
    public void hold(Snapshot sent, Collection<? extends Base> others) {
        Set<SnapshotName> needed = new LinkedHashSet<>();
        for (Base base : others) {
            if (base instanceof Snapshot snapshot) {
                needed.add(snapshot.name());
            }
        }
        needed.add(sent.name());
        for (SnapshotName snapshot : needed) {
            if (!held.contains(snapshot) && !found.contains(snapshot)) {
                hold(snapshot);
            }
        }
        Set<SnapshotName> done = new LinkedHashSet<>(held);
        done.removeIf(snapshot -> needed.contains(snapshot)
                || !snapshot.dataset().equals(sent.name().dataset()));
        done.forEach(this::release);
    }

    private void hold(SnapshotName snapshot) {
        try {
            // A hold that exists is that of a run that was killed, or of one at the same time. It protects as well.
            (holds().holdUnlessHeld(tag, snapshot, recursive) ? held : found).add(snapshot);
        } catch (IOException e) {
            if (!warned.getAndSet(true)) {
                LOG.warn(
                        "{} cannot be held while it is sent, so do not prune it meanwhile: {}",
                        snapshot,
                        e.getMessage());
            }
        }
    }

    private void release(SnapshotName snapshot) {
        try {
            holds().release(tag, snapshot, recursive);
        } catch (IOException e) {
            LOG.warn("The hold {} on {} could not be released: {}", tag, snapshot, e.getMessage());
        }
        held.remove(snapshot);
    }

    /**
     * Releases what a killed run has held: on snapshots of this dataset, and where this run has found a hold. A zfs without bookmarks cannot list holds, so it is tried.
     *
     * @param dataset as it was before this run held anything of it
     */
    public void releaseLeft(DatasetState dataset) {
        Set<SnapshotName> left = new LinkedHashSet<>();
        dataset.held().stream().map(dataset.name()::at).forEach(left::add);
        left.removeAll(held);
        found.forEach(this::releaseFound);
        left.removeAll(found);
        found.clear();
        if (left.isEmpty()) {
            return;
        }
        try {
            if (source.bookmarks()) {
                Set<SnapshotName> ours = new LinkedHashSet<>();
                holds().holds(left.stream().toList()).stream()
                        .filter(hold -> hold.tag().equals(tag))
                        .forEach(hold -> ours.add(hold.snapshot()));
                left.retainAll(ours);
            }
        } catch (IOException e) {
            LOG.debug("The holds on {} cannot be listed: {}", dataset.name(), e.getMessage());
        }
        left.forEach(this::releaseFound);
    }

    private void releaseFound(SnapshotName snapshot) {
        try {
            holds().release(tag, snapshot, recursive);
        } catch (IOException e) {
            LOG.debug("{} has no hold of an earlier run: {}", snapshot, e.getMessage());
        }
    }

    /** Releases everything that this run holds. */
    public void releaseAll() {
        releaseAllBut(Set.of());
    }

    /**
     * Releases what this run holds, except for what another run needs to continue.
     *
     * @param needed snapshots whose holds stay; {@link #releaseLeft} of the next run releases them
     */
    public void releaseAllBut(Set<SnapshotName> needed) {
        held.stream().filter(snapshot -> !needed.contains(snapshot)).toList().forEach(this::release);
    }

    private BookmarksAndHolds holds() {
        return source.bookmarksAndHolds();
    }
}
