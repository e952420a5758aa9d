package org.zfsbackup.operation;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.zfs.BookmarksAndHolds;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;

/**
 * Holds the snapshots that a run is sending, and what they build on, so that nobody prunes them meanwhile. A host that
 * does not permit holds is only warned about. For one thread and one run.
 */
final class RunHolds {
    private static final Logger LOG = LoggerFactory.getLogger(RunHolds.class);

    /** The end of the names of these holds, which tells them from those that keep a base. */
    static final String SUFFIX = "_run";

    private final BackupSource source;
    private final String tag;
    private final Set<SnapshotName> held = new LinkedHashSet<>();
    private boolean warned;

    /** @param tag of the repository */
    RunHolds(BackupSource source, String tag) {
        this.source = source;
        this.tag = tag + SUFFIX;
    }

    /** Holds what a stream needs, before its first byte, and then releases what the stream before it needed. */
    void hold(SendStep step) {
        Set<SnapshotName> needed = new LinkedHashSet<>();
        step.base().ifPresent(base -> {
            if (base instanceof Snapshot snapshot) {
                needed.add(snapshot.name());
            }
        });
        needed.add(step.snapshot().name());
        for (SnapshotName snapshot : needed) {
            if (!held.contains(snapshot)) {
                hold(snapshot);
            }
        }
        Set<SnapshotName> done = new LinkedHashSet<>(held);
        done.removeIf(snapshot -> needed.contains(snapshot)
                || !snapshot.dataset().equals(step.snapshot().name().dataset()));
        done.forEach(this::release);
    }

    private void hold(SnapshotName snapshot) {
        try {
            holds().hold(tag, snapshot, source.streamsHaveChildren());
            held.add(snapshot);
        } catch (IOException e) {
            if (!warned) {
                LOG.warn(
                        "{} cannot be held while it is sent, so do not prune it meanwhile: {}",
                        snapshot,
                        e.getMessage());
            }
            warned = true;
        }
    }

    private void release(SnapshotName snapshot) {
        try {
            holds().release(tag, snapshot, source.streamsHaveChildren());
        } catch (IOException e) {
            LOG.warn("The hold {} on {} could not be released: {}", tag, snapshot, e.getMessage());
        }
        held.remove(snapshot);
    }

    /** Releases what a killed run has held. A zfs without bookmarks cannot list holds, so it is tried. */
    void releaseLeft(DatasetState dataset) {
        Set<SnapshotName> left = new LinkedHashSet<>();
        dataset.held().stream().map(dataset.name()::at).forEach(left::add);
        left.removeAll(held);
        if (left.isEmpty()) {
            return;
        }
        try {
            if (source.zfs().bookmarks()) {
                Set<SnapshotName> ours = new LinkedHashSet<>();
                holds().holds(left.stream().toList()).stream()
                        .filter(hold -> hold.tag().equals(tag))
                        .forEach(hold -> ours.add(hold.snapshot()));
                left.retainAll(ours);
            }
        } catch (IOException e) {
            LOG.debug("The holds on {} cannot be listed: {}", dataset.name(), e.getMessage());
        }
        for (SnapshotName snapshot : left) {
            try {
                holds().release(tag, snapshot, source.streamsHaveChildren());
            } catch (IOException e) {
                LOG.debug("{} has no hold of an earlier run: {}", snapshot, e.getMessage());
            }
        }
    }

    /** Releases everything that this run holds. */
    void releaseAll() {
        Set.copyOf(held).forEach(this::release);
    }

    private BookmarksAndHolds holds() {
        return source.zfs().bookmarksAndHolds();
    }
}
