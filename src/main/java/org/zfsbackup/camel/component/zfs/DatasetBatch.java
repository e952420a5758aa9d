package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.zfsbackup.zfs.SnapshotTree;

/**
 * Sends the streams of one dataset, one after the other, and makes the plan again after each: a snapshot that another tool
 * has pruned meanwhile is skipped if its neighbours suffice. Snapshots that are newer than the planned ones are left to
 * the next run, as long as the newest planned one exists; so a run ends. For one thread and one use.
 */
final class DatasetBatch {
    private final Sending sending;
    private final Planning planning;
    private final Renewal renewal;
    private final AtomicBoolean outdated;

    /** Sends the next stream. */
    @FunctionalInterface
    interface Sending {
        /**
         * Sends it, and returns false if the batch ends before it.
         *
         * @param index how many of the batch were before it
         * @param following how many are planned after it
         */
        boolean next(StreamTransfer transfer, int index, int following) throws Exception;
    }

    /** Plans what to send. */
    @FunctionalInterface
    interface Planning {
        /** Returns the streams that the targets lack now, oldest first. */
        List<StreamTransfer> plan(SnapshotTree here) throws IOException;
    }

    /** Asks the source again. */
    interface Renewal {
        /** Returns whether the source has all that a planned stream needs, as far as a short question can tell. */
        boolean canSend(StreamTransfer planned) throws IOException;

        /** Returns the snapshots that exist now. */
        SnapshotTree now(SnapshotTree before) throws IOException;
    }

    /** @param outdated whether the run has sent something since the source was asked; shared by its datasets */
    DatasetBatch(Sending sending, Planning planning, Renewal renewal, AtomicBoolean outdated) {
        this.sending = sending;
        this.planning = planning;
        this.renewal = renewal;
        this.outdated = outdated;
    }

    /**
     * Sends all.
     *
     * @param here the source's snapshots, as they were when the run began
     */
    void send(SnapshotTree here) throws Exception {
        Deque<StreamTransfer> left = new ArrayDeque<>(planning.plan(here));
        if (outdated.get()) {
            left = again(left, here);
        }
        Set<String> streams = new HashSet<>();
        for (int sent = 0; !left.isEmpty(); sent++) {
            StreamTransfer next = left.remove();
            if (!streams.add(next.name())) {
                throw new IllegalStateException(next.name() + " was planned again after it was sent");
            }
            if (!sending.next(next, sent, left.size())) {
                return;
            }
            outdated.set(true);
            left = again(left, here);
        }
    }

    /** Plans again, but only if the next stream cannot be sent: a plan costs as much as there are snapshots. */
    private Deque<StreamTransfer> again(Deque<StreamTransfer> left, SnapshotTree before) throws IOException {
        boolean wanted =
                left.stream().anyMatch(transfer -> transfer.destination().isWanted());
        if (!wanted) {
            return new ArrayDeque<>();
        }
        if (renewal.canSend(left.getFirst())) {
            return left;
        }
        SnapshotTree now = renewal.now(before).upTo(left.getLast().snapshot().guid());
        return new ArrayDeque<>(planning.plan(now));
    }
}
