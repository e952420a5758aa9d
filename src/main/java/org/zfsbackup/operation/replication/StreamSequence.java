package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.stream.Causes;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;

/**
 * Sends the streams of one dataset, one after the other, and makes the plan again after each: a snapshot that was pruned
 * meanwhile is skipped if its neighbours suffice. For one thread and one use.
 */
final class StreamSequence {
    private final PlanRenewal renewal;
    private final RunHolds holds;
    private final DatasetTally tally;
    private final Sending sending;
    private PlannedDataset next;
    private Optional<Base> arrived = Optional.empty();

    /** Sends one stream. */
    @FunctionalInterface
    interface Sending {
        /**
         * Sends it, and returns the number of bytes.
         *
         * @param first whether it is the first one of the dataset in this run
         * @throws Exception if it was not received as a whole
         */
        long send(PlannedDataset dataset, SendRequest request, boolean first) throws Exception;
    }

    /** @param dataset with a plan to send something */
    StreamSequence(PlannedDataset dataset, PlanRenewal renewal, RunHolds holds, DatasetTally tally, Sending sending) {
        this.next = dataset;
        this.renewal = renewal;
        this.holds = holds;
        this.tally = tally;
        this.sending = sending;
    }

    /** Returns the newest snapshot that has arrived so far. */
    Optional<Base> arrived() {
        return arrived;
    }

    /** Returns what is missing at the destination after the last stream, as a sentence, or nothing. */
    Optional<String> shortfall() {
        return next.plan().shortfall();
    }

    /**
     * Sends all streams.
     *
     * @throws Exception if a stream was not received, or nothing can follow those that were
     */
    void send() throws Exception {
        while (next.plan() instanceof ReplicationPlan.Send plan
                && !plan.requests().isEmpty()) {
            SendRequest request = plan.requests().get(0);
            holds.hold(request.snapshot(), needed(request));
            tally.add(sendOne(request));
            arrived = Optional.of(request.snapshot());
            if (plan.requests().size() == 1) {
                renewal.sentLast();
                return;
            }
            next = renewal.after(request, next);
        }
        if (next.plan().refusal().isPresent()) {
            throw new IOException(next.plan().refusal().get());
        }
    }

    /** Returns the base, and for a stream with all snapshots in between also those. */
    private List<Base> needed(SendRequest request) {
        List<Base> history = next.here().history();
        List<Base> needed = new ArrayList<>(request.base().stream().toList());
        if (request.intermediates()) {
            int from = history.indexOf(request.base().orElse(request.snapshot()));
            int to = history.indexOf(request.snapshot());
            needed.addAll(from < 0 || to < from ? List.of() : history.subList(from + 1, to));
        }
        return needed;
    }

    /** ZFS may keep refusing a stream that it has reported as resumable. */
    private long sendOne(SendRequest request) throws Exception {
        try {
            return sending.send(next, request, arrived.isEmpty());
        } catch (IOException e) {
            if (request.token().isEmpty() || !Causes.has(e, CommandFailedException.class)) {
                throw e;
            }
            throw new IOException(
                    "the rest of an interrupted stream was not received: " + e.getMessage()
                            + ". The next run resumes it. If that fails in the same way, run `zfs receive -A "
                            + next.destination()
                            + "` there to discard the partial state; the run after that sends the stream again",
                    e);
        }
    }
}
