package org.zfsbackup.operation.replication;

import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;

/**
 * One dataset of a replication, and what is to be done for it.
 *
 * @param here as it was when the plan was made
 * @param exists whether there is a dataset of the destination's name
 * @param isNew whether the destination has no snapshot yet
 */
public record PlannedDataset(
        DatasetState here, DatasetName destination, boolean exists, boolean isNew, ReplicationPlan plan) {
    public DatasetName source() {
        return here.name();
    }
}
