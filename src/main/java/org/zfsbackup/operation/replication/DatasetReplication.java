package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.stream.Causes;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Zfs;

/** Carries out the plan for one dataset. Safe for use by several threads. */
final class DatasetReplication {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetReplication.class);

    private final ReplicationSettings settings;
    private final Zfs to;
    private final StreamSender sender;
    private final RunListener listener;
    private final BaseKeeper keeping;

    DatasetReplication(ReplicationSettings settings, Zfs from, Zfs to, StreamSender sender, RunListener listener) {
        this.settings = settings;
        this.to = to;
        this.sender = sender;
        this.listener = listener;
        boolean withChildren = settings.scope().recursion() == Recursion.TRUE;
        this.keeping = new BaseKeeper(to, new Bases(from, to, settings.keepBase(), withChildren));
    }

    /** Sends the planned streams, and creates a base of what has arrived, even if a later stream fails. */
    void replicate(PlannedDataset dataset, DatasetTally tally) throws Exception {
        ReplicationPlan plan = dataset.plan();
        if (plan.refusal().isPresent()) {
            throw new IOException(plan.refusal().get());
        }
        if (plan instanceof ReplicationPlan.UpToDate upToDate) {
            giveUp(dataset, upToDate.givenUp());
            if (plan.shortfall().isEmpty()) {
                listener.upToDate(upToDate.newest().fullName());
            }
            keeping.keep(dataset, upToDate.base());
            throwShortfall(plan);
            return;
        }
        ReplicationPlan.Send send = (ReplicationPlan.Send) plan;
        send.warnings().forEach(LOG::warn);
        giveUp(dataset, send.givenUp());
        Optional<Base> arrived = Optional.empty();
        try {
            for (SendRequest request : send.requests()) {
                boolean first = arrived.isEmpty();
                if (first && settings.choice().force()) {
                    checkEnd(dataset, request);
                }
                tally.add(send(dataset, request, receiveRequest(dataset, first)));
                arrived = Optional.of(request.snapshot());
            }
        } catch (Exception e) {
            keepAllTheSame(dataset, arrived, e);
            throw e;
        }
        if (arrived.isPresent()) {
            keeping.keepArrived(dataset, arrived.get());
        }
        throwShortfall(plan);
    }

    private static void throwShortfall(ReplicationPlan plan) throws IOException {
        if (plan.shortfall().isPresent()) {
            throw new IOException(plan.shortfall().get());
        }
    }

    /** ZFS may keep refusing a stream that it has reported as resumable. */
    private long send(PlannedDataset dataset, SendRequest request, ReceiveRequest receive) throws Exception {
        try {
            return sender.send(request, receive);
        } catch (IOException e) {
            if (request.token().isEmpty() || !isRefusal(e)) {
                throw e;
            }
            throw new IOException(
                    "the rest of an interrupted stream was not received: " + e.getMessage()
                            + ". The next run resumes it. If that fails in the same way, run `zfs receive -A "
                            + dataset.destination()
                            + "` there to discard the partial state; the run after that sends the stream again",
                    e);
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return Causes.has(failure, CommandFailedException.class);
    }

    private void giveUp(PlannedDataset dataset, Optional<String> why) throws IOException {
        if (why.isPresent()) {
            LOG.warn(why.get());
            to.receiver().abandon(dataset.destination());
        }
    }

    /**
     * What has arrived is the base of the next run, even if the other host no longer answers or this run is stopped.
     */
    private void keepAllTheSame(PlannedDataset dataset, Optional<Base> arrived, Exception cause) {
        if (arrived.isPresent()) {
            boolean interrupted = Thread.interrupted();
            try {
                keeping.leave(dataset, arrived.get());
            } catch (IOException e) {
                cause.addSuppressed(e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** A forced receive destroys every snapshot after the base, so there must still be none. */
    private void checkEnd(PlannedDataset dataset, SendRequest request) throws IOException {
        Optional<Guid> end = to.state(dataset.destination())
                .map(DatasetState::snapshots)
                .filter(snapshots -> !snapshots.isEmpty())
                .map(snapshots -> snapshots.get(snapshots.size() - 1).guid());
        if (!end.equals(request.base().map(Base::guid))) {
            throw new IOException(dataset.destination() + " has a new snapshot since the plan was made, which a forced"
                    + " receive would destroy. Nothing was changed: run it again");
        }
    }

    /** {@code -F} applies only to the first stream; the later ones follow a snapshot that this run has sent. */
    private ReceiveRequest receiveRequest(PlannedDataset dataset, boolean first) {
        boolean force = first && settings.choice().force();
        return new ReceiveRequest(
                dataset.destination(),
                dataset.here().volume(),
                first && dataset.isNew(),
                settings.withProperties(),
                force);
    }
}
