package org.zfsbackup.operation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.operation.replication.RunHolds;
import org.zfsbackup.operation.replication.TaggedBases;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * What one run to one repository checks and protects at its source, and what it leaves there. For one thread at a time.
 */
final class SourceSide {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSide.class);

    private final BackupSource source;
    private final TargetMemory memory;
    private final TargetRecognition recognition;
    private final RunHolds holds;
    private final TaggedBases bases;
    private final SourceProperties properties;
    private final Map<DatasetName, DatasetState> planned = new LinkedHashMap<>();
    private final Map<DatasetName, Snapshot> newest = new LinkedHashMap<>();
    private boolean warned;

    /** @throws IllegalArgumentException if a bookmark is wanted for recursive streams */
    SourceSide(BackupSource source, Repository target) {
        this.source = source;
        this.memory = new TargetMemory(source, target);
        this.recognition = new TargetRecognition(source, target, memory);
        this.holds = new RunHolds(source.zfs(), memory.tag(), source.streamsHaveChildren(), new AtomicBoolean());
        this.bases = new TaggedBases(source.zfs(), source.keepBase(), source.streamsHaveChildren());
        this.properties = new SourceProperties(source);
    }

    /**
     * Checks a repository without backups before anything is written.
     *
     * @throws IOException if it should have some, or the backups are elsewhere
     */
    void checkEmpty(BackupMap map) throws IOException {
        recognition.checkEmpty(map);
    }

    /**
     * Returns why the dataset cannot be backed up to this repository, as a sentence, or nothing if it can.
     *
     * @throws IOException if ZFS fails
     */
    Optional<String> problem(DatasetName dataset, SnapshotTree here, BackupMap map) throws IOException {
        here.datasets().flatMap(tree -> tree.find(dataset)).ifPresent(state -> {
            if (planned.put(dataset, state) == null) {
                holds.releaseLeft(state);
            }
        });
        return recognition.problem(dataset, here, map);
    }

    /** Returns whether the user says that the repository has no backups of this source yet. */
    boolean newTarget() {
        return source.newTarget();
    }

    /** Protects what a stream needs, and asks for what is set on its datasets, before its first byte. */
    void prepare(SendStep step) {
        holds.hold(step.snapshot(), step.base().stream().toList());
        properties.read(step.format().raw());
    }

    /** Returns the record of a dataset that was found in a stream. */
    RecordedDataset recorded(DatasetName root, StreamedDataset streamed) {
        RecordedDataset dataset = RecordedDataset.of(root, streamed);
        return dataset.with(properties.of(dataset.below(root)));
    }

    /** Returns the name of the source's host, if it is known. */
    Optional<String> host() {
        return SourceProperties.host(source.zfs());
    }

    /** Notes that the repository has a backup of this snapshot, which may be older than what it had before. */
    void stored(DatasetName dataset, Guid snapshot) {
        DatasetState state = planned.get(dataset);
        if (state != null) {
            state.snapshot(snapshot).ifPresent(found -> newest.put(dataset, found));
        }
    }

    /**
     * Leaves the bases and the traces of what was stored, and releases the holds of the run. What was backed up stays
     * backed up if this fails, so a failure is only reported.
     *
     * @param interrupted what a later run needs to continue a backup, which stays held
     */
    void finish(BackupMap map, Set<SnapshotName> interrupted) {
        newest.forEach((dataset, snapshot) -> {
            DatasetState state = Objects.requireNonNull(planned.get(dataset));
            try {
                leave(state, snapshot, map.of(dataset));
            } catch (IOException e) {
                warn(state, e);
            }
        });
        holds.releaseAllBut(interrupted);
    }

    private void leave(DatasetState state, Snapshot snapshot, List<BackupEntry> backups) throws IOException {
        if (bases.wanted() != BaseRetention.BOOKMARK) {
            memory.leaveProperty(state);
        }
        bases.leave(state, memory.tag(), snapshot);
        Set<Guid> stored = backups.stream()
                .flatMap(entry -> entry.snapshot().guid().stream())
                .collect(Collectors.toSet());
        bases.releaseOlder(
                state, Set.of(memory.tag()), memory.tag(), snapshot, base -> isReplaced(state, base, snapshot, stored));
    }

    /**
     * A base of which this repository has no backup belongs to another one in the same place, for example to the other
     * of two disks that take turns.
     */
    private static boolean isReplaced(DatasetState state, Bases.KeptBase base, Snapshot by, Set<Guid> stored) {
        Optional<Guid> guid = base.bookmark().map(Base::guid).or(() -> base.held()
                .flatMap(held -> state.snapshot(held.name()))
                .map(Base::guid));
        List<Guid> order = state.history().stream().map(Base::guid).toList();
        return guid.filter(stored::contains)
                .filter(found -> order.indexOf(found) < order.indexOf(by.guid()))
                .isPresent();
    }

    private void warn(DatasetState state, IOException cause) {
        if (warned) {
            LOG.debug("Nothing was left at {}: {}", state.name(), cause.getMessage());
            return;
        }
        warned = true;
        String right = String.valueOf(cause.getMessage()).contains("permission denied")
                ? " `zfs allow USER bookmark,hold,release,destroy,userprop " + state.name()
                        + "` grants the permission (destroy without mount only allows destroying bookmarks)."
                : "";
        LOG.warn(
                "{} is backed up, but its base could not be kept at the source, so pruning may break the chain, and a"
                        + " target that is not mounted may not be noticed: {}.{} --keep-base=none does without a base",
                state.name(),
                cause.getMessage(),
                right);
    }
}
