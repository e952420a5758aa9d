package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.plan.KeepRules;
import org.zfsbackup.plan.ReplicaPrunePlan;
import org.zfsbackup.plan.ReplicaPrunePlanner;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.NoSuchDatasetException;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;

/** Destroys snapshots of replicas by rules. It never destroys a dataset, a base, a held snapshot or an origin. */
public final class PruneReplica {
    private final Zfs from;
    private final Zfs to;
    private final DatasetName source;
    private final DatasetName destination;

    /**
     * @param from the host of the source
     * @param to the host of the destination
     * @param source the dataset at the source, which need not exist any more
     * @param destination the dataset at the destination
     */
    public PruneReplica(Zfs from, Zfs to, DatasetName source, DatasetName destination) {
        this.from = from;
        this.to = to;
        this.source = source;
        this.destination = destination;
    }

    /**
     * Plans the prune, without changing anything.
     *
     * @param rules what to keep, in each dataset by itself
     * @param recursive whether to include the datasets below the destination
     * @param selection the datasets to include, by their names at the source
     * @throws IOException if the destination does not exist, or one of the hosts cannot be asked
     */
    public ReplicaPrunePlan plan(KeepRules rules, boolean recursive, DatasetSelection selection) throws IOException {
        Map<DatasetName, DatasetState> there = CompareReplica.states(to, destination, true);
        if (there.isEmpty()) {
            throw new NoSuchDatasetException(destination, to.host());
        }
        Map<DatasetName, DatasetState> here = CompareReplica.states(from, source, true);
        ReplicaPrunePlanner planner = new ReplicaPrunePlanner(rules);
        List<ReplicaPrunePlan.Decision> decisions = new ArrayList<>();
        for (DatasetState replica : there.values()) {
            DatasetName original = replica.name().moved(destination, source);
            if (selection.takes(original) && (recursive || replica.name().equals(destination))) {
                decisions.addAll(planner.decide(replica, Optional.ofNullable(here.get(original)), there.values()));
            }
        }
        return new ReplicaPrunePlan(decisions);
    }

    /**
     * Destroys what a plan that was just made says. Goes on with the others if one cannot be destroyed.
     *
     * @throws IOException at the end, with what could not be destroyed and why
     */
    public void carryOut(ReplicaPrunePlan plan) throws IOException {
        List<String> failures = new ArrayList<>();
        for (Snapshot snapshot : plan.destroyed()) {
            try {
                to.destroy(snapshot.name());
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException(failures.size() + " of " + plan.destroyed().size()
                    + " snapshots could not be destroyed, the others were: " + String.join("; ", failures));
        }
    }
}
