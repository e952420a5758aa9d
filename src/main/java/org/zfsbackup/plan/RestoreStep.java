package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.ResumePoint;
import org.zfsbackup.zfs.SnapshotName;

/**
 * One backup to receive.
 *
 * @param source the dataset that was backed up
 * @param entry the backup
 * @param destination the dataset to receive it as; empty for the one that the receiving endpoint names
 * @param rollBackTo the destination's snapshot on which it builds, if newer ones must be destroyed first; only present
 *     if the user allowed that
 * @param replacesEmptyPool whether the destination is the root of a new, empty pool, which the backup replaces
 * @param properties which properties are set with it, and which are left out
 * @param inside the recursive backup out of which it is taken, if the entry only describes a part of that
 * @param resume where its stream goes on, if an interrupted receive has kept a part of it
 */
public record RestoreStep(
        DatasetName source,
        BackupEntry entry,
        Optional<DatasetName> destination,
        Optional<SnapshotName> rollBackTo,
        boolean replacesEmptyPool,
        StepProperties properties,
        Optional<InnerBackups.Whole> inside,
        Optional<ResumePoint> resume) {
    /** A step that does not replace the root of a pool, and sets no properties. */
    public RestoreStep(
            DatasetName source,
            BackupEntry entry,
            Optional<DatasetName> destination,
            Optional<SnapshotName> rollBackTo) {
        this(source, entry, destination, rollBackTo, false, StepProperties.NONE, Optional.empty(), Optional.empty());
    }

    /** Returns the step for a destination that is the root of a new, empty pool. */
    public RestoreStep onEmptyPool() {
        return new RestoreStep(source, entry, destination, rollBackTo, true, properties, inside, resume);
    }

    /** Returns the step with the properties that are set with it. */
    public RestoreStep with(StepProperties wanted) {
        return new RestoreStep(source, entry, destination, rollBackTo, replacesEmptyPool, wanted, inside, resume);
    }

    /** Returns the step, taken out of a recursive backup. */
    RestoreStep takenFrom(InnerBackups.Whole whole) {
        return new RestoreStep(
                source, entry, destination, rollBackTo, replacesEmptyPool, properties, Optional.of(whole), resume);
    }

    /** Returns the step for a stream of which a part has been received. */
    RestoreStep resumedAt(ResumePoint point) {
        return new RestoreStep(
                source, entry, destination, rollBackTo, replacesEmptyPool, properties, inside, Optional.of(point));
    }

    /** Returns whether an interruption may leave a part of it, with which the next restore goes on. */
    public boolean isResumable() {
        return inside.isEmpty() && PartialRestore.isPossible(entry);
    }

    /** Returns the backup that is stored and read. */
    public InnerBackups.Whole stored() {
        return inside.orElseGet(() -> new InnerBackups.Whole(source, entry));
    }

    /** Returns whether the dataset at the destination begins with this step: it is created, or replaced. */
    boolean begins() {
        return entry.parent().isEmpty() || entry.details().newClone() || replacesEmptyPool;
    }

    /** Returns a step that receives a backup without a roll-back. */
    public static RestoreStep plain(DatasetName source, BackupEntry entry) {
        return new RestoreStep(source, entry, Optional.empty(), Optional.empty());
    }
}
