package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.plan.replication.ReplicationPlanner;
import org.zfsbackup.plan.replication.ReplicationState;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.NoSuchDatasetException;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Zfs;

/**
 * Makes the plan of a dataset again while the run sends, because another tool may have pruned its snapshots meanwhile.
 * Snapshots that are newer than the planned ones are left to the next run, as long as the newest planned one exists; so a
 * run ends. Safe for use by several threads.
 */
final class PlanRenewal {
    private final Zfs from;
    private final ReplicationChoice choice;
    private volatile boolean outdated;

    PlanRenewal(Zfs from, ReplicationChoice choice) {
        this.from = from;
        this.choice = choice;
    }

    /** Returns the plan for the first stream of a dataset. It is made again only if the run has sent something since. */
    PlannedDataset first(PlannedDataset planned) throws IOException {
        return outdated && planned.plan() instanceof ReplicationPlan.Send send
                ? again(planned.sides(), choice, send)
                : planned;
    }

    /** Returns the plan for what follows a stream that has arrived. */
    PlannedDataset after(SendRequest arrived, PlannedDataset planned) throws IOException {
        outdated = true;
        return planned.plan() instanceof ReplicationPlan.Send send
                ? again(planned.sides().arrived(arrived), choice.afterFirst(), send)
                : planned;
    }

    /** Notes that the last stream of a dataset has arrived. */
    void sentLast() {
        outdated = true;
    }

    private PlannedDataset again(ReplicationState sides, ReplicationChoice wanted, ReplicationPlan.Send old)
            throws IOException {
        List<SendRequest> requests = old.requests();
        DatasetTree now = now(sides.here().name());
        ReplicationState renewed = sides.withHere(now.find(sides.here().name()).orElseThrow());
        if (choice.recursive()) {
            renewed = renewed.withRecursive(now);
        }
        if (!requests.isEmpty()) {
            renewed = upTo(renewed, requests.get(requests.size() - 1));
        }
        return new PlannedDataset(renewed, ReplicationPlanner.plan(wanted, renewed));
    }

    private DatasetTree now(DatasetName source) throws IOException {
        if (choice.recursive()) {
            return from.tree(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
        }
        DatasetState state = from.state(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
        return new DatasetTree(source, new TreeMap<>(Map.of(source, state)));
    }

    private static ReplicationState upTo(ReplicationState sides, SendRequest last) {
        Guid newest = last.snapshot().guid();
        return sides.withHere(sides.here().upTo(newest))
                .withRecursive(sides.recursive().upTo(newest));
    }
}
