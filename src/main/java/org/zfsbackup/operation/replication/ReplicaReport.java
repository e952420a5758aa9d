package org.zfsbackup.operation.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Snapshot;

/**
 * The result of a comparison of source and destination.
 *
 * @param datasets in the order of the tree
 */
public record ReplicaReport(List<Dataset> datasets) {
    public ReplicaReport {
        datasets = List.copyOf(datasets);
    }

    /** Whether no dataset has a problem. */
    public boolean isGood() {
        return datasets.stream().allMatch(dataset -> dataset.problems().isEmpty());
    }

    /**
     * One dataset on both sides.
     *
     * @param source its name at the source
     * @param destination its name at the destination
     * @param there its snapshots at the destination, oldest first
     * @param common how many of them the source has as well
     * @param newest the newest common snapshot
     * @param behind how many newer ones the source has
     * @param problems what is wrong; empty if all is well
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
