package org.zfsbackup.camel.zfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.operation.replication.PlannedDataset;
import org.zfsbackup.operation.replication.Replication;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Zfs;

/**
 * One run from dataset to dataset: plans for both sides, and sends for each dataset what its destination lacks. A dataset
 * that fails leaves the others alone; the run fails with it in the end.
 */
final class Replicating {
    private static final Logger LOG = LoggerFactory.getLogger(Replicating.class);

    /** Brings one stream through the route, and throws where it does not arrive. */
    @FunctionalInterface
    interface Sender {
        void send(Sending sending) throws Exception;
    }

    private final ZfsEndpoint endpoint;
    private final ZfsEndpoint target;
    private final Zfs from;
    private final Zfs to;
    private final Sender sender;
    private final RunListener listener;
    private final Keeping keeping;

    Replicating(ZfsEndpoint endpoint, ZfsEndpoint target, Sender sender) {
        this.endpoint = endpoint;
        this.target = target;
        this.from = endpoint.zfs();
        this.to = target.zfs();
        this.sender = sender;
        this.listener = endpoint.getComponent().listenerOrSilent();
        this.keeping = new Keeping(to, new Bases(from, endpoint.getReplication().getKeepBase()));
    }

    /** Gives the number of streams that were received. */
    int run() throws Exception {
        List<PlannedDataset> planned = plan();
        List<ReplicatedDataset> ended = planned.size() == 1 ? List.of(alone(planned.get(0))) : together(planned);
        List<ReplicatedDataset> failed =
                ended.stream().filter(one -> one.failure().isPresent()).toList();
        if (!failed.isEmpty()) {
            throw new IOException(failed.size() + " of " + planned.size() + " datasets failed. "
                    + String.join(
                            "; ",
                            failed.stream()
                                    .map(one ->
                                            one.source() + ": " + one.failure().orElse(""))
                                    .toList()));
        }
        return ended.stream().mapToInt(ReplicatedDataset::streams).sum();
    }

    private List<PlannedDataset> plan() throws IOException {
        Replication replication = new Replication(
                from, to, endpoint.source().dataset(), target.source().dataset(), endpoint.replicationChoice());
        return endpoint.getRecursive() == Recursion.EACH
                ? replication.planEach(endpoint.getReplication().selection())
                : List.of(replication.plan());
    }

    /** The one dataset's failure is the run's. */
    private ReplicatedDataset alone(PlannedDataset dataset) throws Exception {
        Progress progress = new Progress();
        try {
            replicate(dataset, progress);
        } catch (Exception e) {
            listener.replicated(progress.ended(dataset, e));
            throw e;
        }
        ReplicatedDataset ended = progress.ended(dataset, null);
        listener.replicated(ended);
        return ended;
    }

    private List<ReplicatedDataset> together(List<PlannedDataset> planned) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(
                Math.max(1, endpoint.getReplication().getParallel()), work -> {
                    Thread thread = new Thread(work, "replication of " + endpoint.source());
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            List<Future<ReplicatedDataset>> running = new ArrayList<>();
            planned.forEach(dataset -> running.add(workers.submit(() -> apart(dataset))));
            List<ReplicatedDataset> ended = new ArrayList<>();
            for (Future<ReplicatedDataset> one : running) {
                ended.add(one.get());
            }
            return ended;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            workers.shutdownNow();
        }
    }

    private ReplicatedDataset apart(PlannedDataset dataset) {
        Progress progress = new Progress();
        ReplicatedDataset ended;
        try {
            replicate(dataset, progress);
            ended = progress.ended(dataset, null);
        } catch (Exception e) {
            LOG.warn("{} is not replicated: {}", dataset.source(), e.getMessage());
            ended = progress.ended(dataset, e);
        }
        listener.replicated(ended);
        return ended;
    }

    private void replicate(PlannedDataset dataset, Progress progress) throws Exception {
        ReplicationPlan plan = dataset.plan();
        if (plan.refusal().isPresent()) {
            throw new IOException(plan.refusal().get());
        }
        if (plan instanceof ReplicationPlan.UpToDate upToDate) {
            listener.upToDate(upToDate.newest().fullName());
            keeping.keep(dataset, upToDate.newest());
            return;
        }
        ReplicationPlan.Send send = (ReplicationPlan.Send) plan;
        send.warnings().forEach(LOG::warn);
        if (send.givenUp().isPresent()) {
            LOG.warn(send.givenUp().get());
            to.receiver().abandon(dataset.destination());
        }
        Optional<Base> arrived = Optional.empty();
        try {
            for (SendRequest request : send.requests()) {
                boolean isNew = dataset.isNew() && arrived.isEmpty();
                Sending sending = new Sending(endpoint, from, request, new Replica(arrival(dataset, isNew)));
                sender.send(sending);
                progress.streams++;
                progress.bytes += sending.bytes();
                arrived = Optional.of(request.snapshot());
            }
        } catch (Exception e) {
            keepAllTheSame(dataset, arrived, e);
            throw e;
        }
        if (arrived.isPresent()) {
            keeping.keepArrived(dataset, arrived.get());
        }
    }

    private void keepAllTheSame(PlannedDataset dataset, Optional<Base> arrived, Exception cause) {
        if (arrived.isPresent()) {
            try {
                keeping.keepArrived(dataset, arrived.get());
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private Arrival arrival(PlannedDataset dataset, boolean isNew) {
        boolean withProperties = endpoint.getRecursive() == Recursion.TRUE
                || endpoint.getReplication().isProperties();
        return new Arrival(dataset.destination(), isNew, withProperties);
    }

    /** How far it is with one dataset; for one thread. */
    private static final class Progress {
        private int streams;
        private long bytes;

        ReplicatedDataset ended(PlannedDataset dataset, @Nullable Exception failure) {
            return new ReplicatedDataset(
                    dataset.source().value(),
                    dataset.destination().value(),
                    streams,
                    bytes,
                    Optional.ofNullable(failure).map(e -> String.valueOf(e.getMessage())));
        }
    }
}
