package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Zfs;

/** Carries out the plan for one dataset. Safe for use by several threads. */
final class DatasetReplication {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetReplication.class);

    private final ReplicationSettings settings;
    private final Zfs from;
    private final Zfs to;
    private final StreamSender sender;
    private final RunListener listener;
    private final Bases bases;
    private final BaseKeeper keeping;
    private final PlanRenewal renewal;
    private final AtomicBoolean warnedOfHolds = new AtomicBoolean();

    DatasetReplication(ReplicationSettings settings, Zfs from, Zfs to, StreamSender sender, RunListener listener) {
        this.settings = settings;
        this.from = from;
        this.to = to;
        this.sender = sender;
        this.listener = listener;
        this.bases = new Bases(from, to, settings.keepBase(), withChildren());
        this.keeping = new BaseKeeper(to, bases);
        this.renewal = new PlanRenewal(from, settings.choice());
    }

    private boolean withChildren() {
        return settings.scope().recursion() == Recursion.TRUE;
    }

    /** Sends the planned streams, and creates a base of what has arrived, even if a later stream fails. */
    void replicate(PlannedDataset planned, DatasetTally tally) throws Exception {
        PlannedDataset dataset = renewal.first(planned);
        ReplicationPlan plan = dataset.plan();
        if (plan.refusal().isPresent()) {
            throw new IOException(plan.refusal().get());
        }
        RunHolds holds = new RunHolds(from, bases.tag(dataset.destination()), withChildren(), warnedOfHolds);
        if (plan instanceof ReplicationPlan.UpToDate upToDate) {
            keepUpToDate(dataset, upToDate);
            holds.releaseLeft(dataset.here());
            throwShortfall(plan.shortfall());
            return;
        }
        ReplicationPlan.Send send = (ReplicationPlan.Send) plan;
        send.warnings().forEach(LOG::warn);
        giveUp(dataset, send.givenUp());
        StreamSequence streams = new StreamSequence(dataset, renewal, holds, tally, this::send);
        sendAll(dataset, streams, holds);
        throwShortfall(plan.shortfall().or(streams::shortfall));
    }

    private void keepUpToDate(PlannedDataset dataset, ReplicationPlan.UpToDate plan) throws IOException {
        giveUp(dataset, plan.givenUp());
        if (plan.shortfall().isEmpty()) {
            listener.upToDate(plan.newest().fullName());
        }
        keeping.keep(dataset, plan.base());
    }

    /** The holds of a killed run go only after a success: a failed run may be one beside another that needs them. */
    private void sendAll(PlannedDataset dataset, StreamSequence streams, RunHolds holds) throws Exception {
        try {
            try {
                streams.send();
            } catch (Exception e) {
                streams.arrived().ifPresent(newest -> uninterrupted(() -> keepAllTheSame(dataset, newest, e)));
                throw e;
            }
            if (streams.arrived().isPresent()) {
                keeping.keepArrived(dataset, streams.arrived().get());
            }
            holds.releaseAll();
            holds.releaseLeft(dataset.here());
        } finally {
            uninterrupted(holds::releaseAll);
        }
    }

    /** What must be done at the source even if this run is stopped. */
    private static void uninterrupted(Runnable task) {
        boolean interrupted = Thread.interrupted();
        try {
            task.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void throwShortfall(Optional<String> shortfall) throws IOException {
        if (shortfall.isPresent()) {
            throw new IOException(shortfall.get());
        }
    }

    private long send(PlannedDataset dataset, SendRequest request, boolean first) throws Exception {
        boolean container = first && dataset.sides().isContainer();
        boolean force = container || (first && settings.choice().force());
        if (force) {
            checkEnd(dataset, request);
        }
        if (container && !settings.choice().force()) {
            checkContainer(dataset);
        }
        long bytes = sender.send(
                request,
                new ReceiveRequest(
                        dataset.destination(),
                        dataset.here().volume(),
                        first && dataset.isNew(),
                        request.base().isEmpty() && !dataset.exists() && staysPlain(dataset),
                        settings.withProperties(),
                        force));
        if (container) {
            fill(dataset);
        }
        return bytes;
    }

    /** Below a raw replica, ZFS would otherwise need the key of that one. Decrypted replicas are like their surroundings. */
    private boolean staysPlain(PlannedDataset dataset) {
        return dataset.isPlainBelowEncrypted() && settings.choice().form().raw().orElse(true) && !withChildren();
    }

    private void checkContainer(PlannedDataset dataset) throws IOException {
        if (!to.containers().isUntouched(dataset.destination())) {
            throw new IOException(dataset.destination() + " was changed since the plan was made, and would be replaced."
                    + " Nothing was changed: run it again");
        }
    }

    /** The replica is whole without this. */
    private void fill(PlannedDataset dataset) {
        try {
            to.containers().filled(dataset.destination());
        } catch (IOException e) {
            LOG.warn(
                    "{} was received, but its properties canmount and org.zfsbackup:container could not be set: {}",
                    dataset.destination(),
                    e.getMessage());
        }
    }

    private void giveUp(PlannedDataset dataset, Optional<String> why) throws IOException {
        if (why.isPresent()) {
            LOG.warn(why.get());
            to.receiver().abandon(dataset.destination());
        }
    }

    /** What has arrived is the base of the next run, even if the other host no longer answers. */
    private void keepAllTheSame(PlannedDataset dataset, Base arrived, Exception cause) {
        try {
            keeping.leave(dataset, arrived);
        } catch (IOException e) {
            cause.addSuppressed(e);
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
}
