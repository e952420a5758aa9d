package org.zfsbackup.operation.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Snapshot;

/**
 * What a comparison of the two sides has found, dataset by dataset.
 *
 * @param datasets in their order
 */
public record ReplicaReport(List<Dataset> datasets) {
    public ReplicaReport {
        datasets = List.copyOf(datasets);
    }

    public boolean isGood() {
        return datasets.stream().allMatch(one -> one.problems().isEmpty());
    }

    /**
     * One dataset of both sides.
     *
     * @param there its snapshots at the destination, oldest first
     * @param common how many of them the source has too
     * @param newest the newest of these
     * @param behind how many newer ones the source has
     * @param problems what is not as it must be; empty where all is well
     */
    public record Dataset(
            DatasetName source,
            DatasetName destination,
            List<Snapshot> there,
            int common,
            Optional<Snapshot> newest,
            int behind,
            List<String> problems) {
        public Dataset {
            there = List.copyOf(there);
            problems = List.copyOf(problems);
        }
    }
}
