package org.zfsbackup.operation.replication;

import java.util.List;
import org.zfsbackup.operation.ReplicatedDataset;

/**
 * The plans for the datasets of a tree, each with streams of its own.
 *
 * @param datasets those with a plan, parents and origins first
 * @param refused those that can have none, with the reason
 */
public record TreePlan(List<PlannedDataset> datasets, List<ReplicatedDataset> refused) {
    public TreePlan {
        datasets = List.copyOf(datasets);
        refused = List.copyOf(refused);
    }
}
