package org.zfsbackup.operation.replication;

import java.util.List;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.plan.replication.ReplicationState;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;

/**
 * One dataset of a replication, with its plan.
 *
 * @param sides both sides, as they were when the plan was made
 * @param plan what to send
 */
public record PlannedDataset(ReplicationState sides, ReplicationPlan plan) {
    /** The source's dataset. */
    public DatasetState here() {
        return sides.here();
    }

    /** The name of the source's dataset. */
    public DatasetName source() {
        return sides.here().name();
    }

    /** The dataset to replicate to. */
    public DatasetName destination() {
        return sides.destination();
    }

    /** Whether the destination exists. */
    public boolean exists() {
        return sides.there().isPresent();
    }

    /** Whether the source is not encrypted although the dataset above it, which is replicated too, is. */
    public boolean isPlainBelowEncrypted() {
        return !here().encrypted()
                && source().parent()
                        .flatMap(sides.recursive()::find)
                        .filter(DatasetState::encrypted)
                        .isPresent();
    }

    /** Whether the destination has no snapshot yet. */
    public boolean isNew() {
        return sides.there().map(DatasetState::snapshots).orElse(List.of()).isEmpty();
    }
}
