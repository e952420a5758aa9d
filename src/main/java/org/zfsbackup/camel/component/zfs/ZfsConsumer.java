package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.operation.replication.ReceiveRequest;
import org.zfsbackup.operation.replication.ReplicationRun;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Zfs;

/**
 * Plans against the target, and creates an exchange for each stream to be sent, one after the other.
 *
 * <p>The first stream that fails ends the batch, because the next one would build on it. The poll then fails, and what
 * the route has stored of the stream is removed. If there are several targets, only the failed one is left out of the
 * rest of the run.
 */
public final class ZfsConsumer extends ScheduledBatchPollingConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(ZfsConsumer.class);

    private final Zfs zfs;
    private final Set<StreamTransfer> running = ConcurrentHashMap.newKeySet();
    private final LockWait wait = new LockWait(this);
    private final TargetOpening opening;
    private final AtomicBoolean busy = new AtomicBoolean();

    ZfsConsumer(ZfsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.zfs = endpoint.zfs();
        this.opening = new TargetOpening(endpoint, wait);
    }

    @Override
    public ZfsEndpoint getEndpoint() {
        return (ZfsEndpoint) super.getEndpoint();
    }

    /** Does nothing if the run before has not ended, or waits for a lock: its snapshots are sent by that run. */
    @Override
    public void run() {
        if (wait.isIdle() || !runIfIdle()) {
            LOG.debug("{} has not ended its last run, so it begins no other", this);
        }
    }

    /** Runs, and returns true, unless another thread is in here. */
    boolean runIfIdle() {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        try {
            if (!isPollAllowed() || opening.isReady()) {
                super.run();
            }
        } finally {
            opening.discard();
            busy.set(false);
        }
        return true;
    }

    /**
     * Camel's poll strategy does not see an {@link Error}, so it is wrapped; otherwise nobody would learn that the poll
     * has ended.
     */
    @Override
    protected int poll() throws Exception {
        try {
            getEndpoint().checkTargets();
            Optional<ZfsEndpoint> dataset = getEndpoint().targetDataset();
            return dataset.isPresent()
                    ? replication(dataset.get()).run()
                    : new RepositoryPoll(getEndpoint(), this::sendNext).run(opening.take());
        } catch (Error e) {
            throw new IllegalStateException("the run failed with " + e, e);
        }
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

    @Override
    public int processBatch(Queue<Object> transfers) throws Exception {
        int sent = 0;
        while (!transfers.isEmpty() && sendNext((StreamTransfer) transfers.remove(), sent, transfers.size())) {
            sent++;
        }
        return sent;
    }

    /**
     * Sends the next stream of a batch.
     *
     * @param index how many of the batch were before it
     * @param following how many are planned after it
     * @return false if it was not sent, because the consumer stops or the poll has sent as many as it may
     */
    private boolean sendNext(StreamTransfer transfer, int index, int following) throws Exception {
        int total = index + 1 + following;
        int most = maxMessagesPerPoll > 0 ? Math.min(total, maxMessagesPerPoll) : total;
        if (index >= most) {
            return false;
        }
        if (!isBatchAllowed()) {
            LOG.info("Stopped before the next stream: {} of {} were sent", index, total);
            return false;
        }
        pendingExchanges = most - index - 1;
        if (transfer.destination().isWanted()) {
            Exchange exchange = createExchange(false);
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, most);
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == most - 1);
            send(transfer, exchange);
        }
        return true;
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
    protected void doSuspend() throws Exception {
        wait.cancel();
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        interrupt();
        wait.stop();
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
