package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.TreeBackup;
import org.zfsbackup.operation.replication.ReceiveRequest;
import org.zfsbackup.operation.replication.ReplicationRun;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.BackupPlanner;
import org.zfsbackup.plan.BaseCheck;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.plan.SharedStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.NoSuchDatasetException;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Source;
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
        if (!getEndpoint().targetNames().isEmpty()) {
            return toSeveral();
        }
        Optional<Repository> target = getEndpoint().backupTarget();
        return target.isEmpty() ? toNone() : toOne(target.get());
    }

    private int toNone() throws Exception {
        return each("nowhere", (dataset, here, tally) -> {
            BackupPlan plan = BackupPlanner.plan(
                    getEndpoint().choice().of(dataset),
                    here,
                    new Chains(List.of()),
                    this::sendFeatures,
                    BaseCheck.NONE);
            process(plan, here, tally, step -> new NoTargetDestination());
        });
    }

    private int toOne(Repository target) throws Exception {
        try (BackupRun run = open(target)) {
            return each(
                    target.toString(),
                    (dataset, here, tally) -> process(
                            run.plan(dataset, here, this::sendFeatures),
                            here,
                            tally,
                            step -> new SingleTargetDestination(run, step)));
        }
    }

    private int toSeveral() throws Exception {
        BackupRuns runs = BackupRuns.open(
                getEndpoint().targetNames(),
                name -> open(getEndpoint().backupTarget(name)),
                getEndpoint().getComponent().listenerOrSilent());
        int sent;
        try (runs) {
            boolean alone = getEndpoint().getRecursive() != Recursion.EACH;
            sent = each(String.join(", ", getEndpoint().targetNames()), (dataset, here, tally) -> {
                if (alone) {
                    toSeveral(runs, dataset, here, tally);
                } else {
                    BackupRuns part = runs.forDataset();
                    try (part) {
                        toSeveral(part, dataset, here, tally);
                    }
                    part.throwFailures();
                }
            });
        }
        runs.throwFailures();
        throwShortfall(runs.shortfall());
        return sent;
    }

    private void toSeveral(BackupRuns runs, DatasetName dataset, SnapshotTree here, DatasetTally tally)
            throws Exception {
        Queue<Object> sendings = new ArrayDeque<>();
        for (SharedStep round : runs.plan(dataset, here, this::sendFeatures)) {
            sendings.add(new StreamTransfer(
                    getEndpoint(), zfs, request(round.step(), here), new MultiTargetDestination(runs, round), tally));
        }
        processBatch(sendings);
    }

    /** One dataset, or each of a tree. */
    private int each(String target, TreeBackup.DatasetBackup backup) throws Exception {
        Source source = getEndpoint().source();
        if (getEndpoint().getRecursive() == Recursion.EACH) {
            ReplicationConfiguration options = getEndpoint().getReplication();
            return new TreeBackup(
                            source,
                            target,
                            zfs,
                            options.selection(),
                            options.getParallel(),
                            getEndpoint().getComponent().listenerOrSilent())
                    .run(backup);
        }
        DatasetTally tally = new DatasetTally();
        backup.backup(source.dataset(), snapshots(), tally);
        return tally.streams();
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
        StreamTransfer transfer = new StreamTransfer(getEndpoint(), zfs, request, destination, new DatasetTally());
        send(transfer, createExchange(false));
        return transfer.bytes();
    }

    private SendFeatures sendFeatures() {
        try {
            return zfs.sendFeatures();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private SnapshotTree snapshots() throws IOException {
        DatasetName dataset = getEndpoint().source().dataset();
        if (getEndpoint().choice().recursive()) {
            return zfs.snapshotTree(dataset);
        }
        DatasetState state = zfs.state(dataset).orElseThrow(() -> new NoSuchDatasetException(dataset, zfs.host()));
        return SnapshotTree.of(state, TreeBackup.origin(zfs, state));
    }

    /** A recursive stream is checked against the datasets that the plan was made from. */
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

    private void process(
            BackupPlan plan, SnapshotTree here, DatasetTally tally, Function<SendStep, StreamDestination> destinations)
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
            return;
        }
        Queue<Object> sendings = new ArrayDeque<>();
        BackupPlan.Send send = (BackupPlan.Send) plan;
        send.warnings().forEach(WARNINGS::warn);
        for (SendStep step : send.steps()) {
            sendings.add(new StreamTransfer(getEndpoint(), zfs, request(step, here), destinations.apply(step), tally));
        }
        processBatch(sendings);
        throwShortfall(plan.shortfall());
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
