package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.sendstream.SentTree;

/** Plans the streams of one dataset to one target, once or again and again. Only the first plan is told to the user. */
final class SingleTargetPlan implements DatasetBatch.Planning {
    private static final Logger LOG = LoggerFactory.getLogger(SingleTargetPlan.class);
    /** Camel logs failed polls under the name of the consumer, which the command line hides; warnings need another. */
    private static final Logger WARNINGS = LoggerFactory.getLogger(BackupPlan.class);

    private final ZfsEndpoint endpoint;
    private final Planner planner;
    private final Function<SendStep, StreamDestination> destinations;
    private final DatasetTally tally;
    private boolean planned;
    private Optional<String> shortfall = Optional.empty();

    /** Decides what to send. */
    @FunctionalInterface
    interface Planner {
        /** Returns the plan for these snapshots and what the target has now. */
        BackupPlan plan(SnapshotTree here) throws IOException;
    }

    SingleTargetPlan(
            ZfsEndpoint endpoint,
            Planner planner,
            Function<SendStep, StreamDestination> destinations,
            DatasetTally tally) {
        this.endpoint = endpoint;
        this.planner = planner;
        this.destinations = destinations;
        this.tally = tally;
    }

    @Override
    public List<StreamTransfer> plan(SnapshotTree here) throws IOException {
        BackupPlan plan = planner.plan(here);
        if (plan.refusal().isPresent()) {
            throw new IOException(plan.refusal().get());
        }
        shortfall = shortfall.or(plan::shortfall);
        boolean first = !planned;
        planned = true;
        if (plan instanceof BackupPlan.Send send) {
            if (first) {
                send.warnings().forEach(WARNINGS::warn);
            }
            return send.steps().stream().map(step -> transfer(step, here)).toList();
        }
        if (first && shortfall.isEmpty()) {
            tellUpToDate(((BackupPlan.UpToDate) plan).newest().name().toString());
        }
        return List.of();
    }

    private void tellUpToDate(String newest) {
        LOG.debug("{} is at the target already", newest);
        endpoint.getComponent().listenerOrSilent().upToDate(newest);
    }

    private StreamTransfer transfer(SendStep step, SnapshotTree here) {
        return new StreamTransfer(endpoint, endpoint.zfs(), request(step, here), destinations.apply(step), tally);
    }

    /** A recursive stream is checked against the datasets that the plan was made from. */
    static SendRequest request(SendStep step, SnapshotTree here) {
        return here.datasets()
                .map(datasets -> step.request().of(new SentTree(datasets, false)))
                .orElse(step.request());
    }

    /** @throws IOException if something is missing at the target even after all streams, with what it is */
    void throwShortfall() throws IOException {
        if (shortfall.isPresent()) {
            throw new IOException(shortfall.get());
        }
    }
}
