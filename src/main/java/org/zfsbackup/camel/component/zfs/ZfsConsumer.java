package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.BackupRun;
import org.zfsbackup.operation.BackupRuns;
import org.zfsbackup.operation.replication.ReceiveRequest;
import org.zfsbackup.operation.replication.ReplicationRun;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.BackupPlanner;
import org.zfsbackup.plan.BaseCheck;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.plan.SharedStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Zfs;
import org.zfsbackup.zfs.sendstream.SentTree;

/**
 * Plans against the target, and creates an exchange for each stream to be sent, one after the other.
 *
 * <p>The first stream that fails ends the batch, because the next one would build on it. The poll then fails, and what
 * the route has stored of the stream is removed. If there are several targets, only the failed one is left out of the
 * rest of the run.
 */
public final class ZfsConsumer extends ScheduledBatchPollingConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(ZfsConsumer.class);
    /** Camel logs failed polls under this class's name, which the command line hides; warnings need another name. */
    private static final Logger WARNINGS = LoggerFactory.getLogger(BackupPlan.class);

    private final Zfs zfs;
    private final Set<StreamTransfer> running = ConcurrentHashMap.newKeySet();

    ZfsConsumer(ZfsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.zfs = endpoint.zfs();
    }

    @Override
    public ZfsEndpoint getEndpoint() {
        return (ZfsEndpoint) super.getEndpoint();
    }

    /**
     * Camel's poll strategy does not see an {@link Error}, so it is wrapped; otherwise nobody would learn that the poll
     * has ended.
     */
    @Override
    protected int poll() throws Exception {
        try {
            return planAndSend();
        } catch (Error e) {
            throw new IllegalStateException("the run failed with " + e, e);
        }
    }

    private int planAndSend() throws Exception {
        getEndpoint().checkTargets();
        Optional<ZfsEndpoint> dataset = getEndpoint().targetDataset();
        if (dataset.isPresent()) {
            return replication(dataset.get()).run();
        }
        Optional<Repository> target = getEndpoint().backupTarget();
        SnapshotTree here = snapshots();
        if (!getEndpoint().targetNames().isEmpty()) {
            return toSeveral(here);
        }
        if (target.isEmpty()) {
            return process(
                    BackupPlanner.plan(getEndpoint().choice(), here, List.of(), BaseCheck.NONE),
                    here,
                    step -> new NoTargetDestination());
        }
        try (BackupRun run = open(target.get())) {
            return process(run.plan(here), here, step -> new SingleTargetDestination(run, step));
        }
    }

    private BackupRun open(Repository target) throws IOException {
        return BackupRun.open(
                target,
                getEndpoint().choice(),
                Optional.of(getEndpoint().backupSource()),
                getEndpoint().lockTimeout());
    }

    private ReplicationRun replication(ZfsEndpoint destination) {
        return new ReplicationRun(
                getEndpoint().replicationSettings(destination),
                zfs,
                destination.zfs(),
                this::replicate,
                getEndpoint().getComponent().listenerOrSilent());
    }

    private long replicate(SendRequest request, ReceiveRequest receive) throws Exception {
        if (!isBatchAllowed()) {
            throw new IOException("stopped before the next stream; the next run continues with it");
        }
        ReplicaDestination destination = new ReplicaDestination(new ReceiveInstruction(receive));
        StreamTransfer transfer = new StreamTransfer(getEndpoint(), zfs, request, destination);
        send(transfer, createExchange(false));
        return transfer.bytes();
    }

    private int toSeveral(SnapshotTree here) throws Exception {
        BackupRuns runs = BackupRuns.open(
                getEndpoint().targetNames(),
                name -> open(getEndpoint().backupTarget(name)),
                getEndpoint().getComponent().listenerOrSilent());
        int sent;
        try (runs) {
            Queue<Object> sendings = new ArrayDeque<>();
            for (SharedStep round : runs.plan(here)) {
                sendings.add(new StreamTransfer(
                        getEndpoint(), zfs, request(round.step(), here), new MultiTargetDestination(runs, round)));
            }
            sent = processBatch(sendings);
        }
        runs.throwFailures();
        throwShortfall(runs.shortfall());
        return sent;
    }

    private SnapshotTree snapshots() throws IOException {
        DatasetName dataset = getEndpoint().source().dataset();
        return getEndpoint().choice().recursive() ? zfs.snapshotTree(dataset) : zfs.snapshotsAlone(dataset);
    }

    /** A stream with children is checked against the datasets that the plan was made from. */
    private static SendRequest request(SendStep step, SnapshotTree here) {
        return here.datasets()
                .map(datasets -> step.request().of(new SentTree(datasets, false)))
                .orElse(step.request());
    }

    private static void throwShortfall(Optional<String> shortfall) throws IOException {
        if (shortfall.isPresent()) {
            throw new IOException(shortfall.get());
        }
    }

    private int process(BackupPlan plan, SnapshotTree here, Function<SendStep, StreamDestination> destinations)
            throws Exception {
        if (plan.refusal().isPresent()) {
            throw new IOException(plan.refusal().get());
        }
        if (plan instanceof BackupPlan.UpToDate upToDate) {
            throwShortfall(plan.shortfall());
            LOG.debug("{} is at the target already", upToDate.newest().name());
            getEndpoint()
                    .getComponent()
                    .listenerOrSilent()
                    .upToDate(upToDate.newest().name().toString());
            return 0;
        }
        Queue<Object> sendings = new ArrayDeque<>();
        BackupPlan.Send send = (BackupPlan.Send) plan;
        send.warnings().forEach(WARNINGS::warn);
        for (SendStep step : send.steps()) {
            sendings.add(new StreamTransfer(getEndpoint(), zfs, request(step, here), destinations.apply(step)));
        }
        int sent = processBatch(sendings);
        throwShortfall(plan.shortfall());
        return sent;
    }

    @Override
    public int processBatch(Queue<Object> sendings) throws Exception {
        int total = sendings.size();
        int most = maxMessagesPerPoll > 0 ? Math.min(total, maxMessagesPerPoll) : total;
        for (int index = 0; index < most; index++) {
            if (!isBatchAllowed()) {
                LOG.info("Stopped before the next stream: {} of {} were sent", index, total);
                return index;
            }
            pendingExchanges = most - index - 1;
            StreamTransfer sending = (StreamTransfer) sendings.remove();
            if (!sending.destination().isWanted()) {
                continue;
            }
            Exchange exchange = createExchange(false);
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, most);
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == most - 1);
            send(sending, exchange);
        }
        return most;
    }

    private void send(StreamTransfer sending, Exchange exchange) throws Exception {
        running.add(sending);
        try (sending) {
            sending.begin(exchange);
            getProcessor().process(exchange);
            sending.finish(exchange);
        } catch (Exception e) {
            sending.fail(e);
            if (!sending.destination().remembersFailures()) {
                throw e;
            }
        } finally {
            running.remove(sending);
            releaseExchange(exchange, false);
        }
    }

    /** A forced shutdown interrupts the stream; otherwise the run continues to the end of its stream. */
    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (forced) {
            interrupt();
        }
        super.prepareShutdown(suspendOnly, forced);
    }

    @Override
    protected void doStop() throws Exception {
        interrupt();
        super.doStop();
    }

    private void interrupt() {
        for (StreamTransfer sending : running) {
            try {
                sending.close();
            } catch (IOException e) {
                LOG.warn("A stream could not be closed: {}", e.getMessage());
            }
        }
    }
}
