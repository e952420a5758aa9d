package org.zfsbackup.operation.replication;

import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;

/**
 * One dataset of a replication, with its plan.
 *
 * @param here the source's dataset, as it was when the plan was made
 * @param destination the dataset to replicate to
 * @param exists whether the destination exists
 * @param isNew whether the destination has no snapshot yet
 * @param plan what to send
 */
public record PlannedDataset(
        DatasetState here, DatasetName destination, boolean exists, boolean isNew, ReplicationPlan plan) {
    /** The name of the source's dataset. */
    public DatasetName source() {
        return here.name();
    }
}
