package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.plan.Unsent;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** What a replication of one dataset would do. A plan is a value and changes nothing. */
public sealed interface ReplicationPlan {
    /** Returns why the replication cannot be done, as a sentence, or nothing if it can. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /**
     * Returns what is missing at the destination even after the whole plan is done, as a sentence, or nothing if the
     * destination is then complete.
     */
    default Optional<String> shortfall() {
        return Optional.empty();
    }

    /**
     * Send these streams in this order. Each one builds on the state that the one before leaves.
     *
     * @param requests the streams
     * @param givenUp why the partial state of an interrupted receive is discarded first, if it is
     * @param warnings sentences about the plan for the user
     * @param newer snapshots after the last one, which cannot be sent
     */
    record Send(List<SendRequest> requests, Optional<String> givenUp, List<String> warnings, List<Unsent> newer)
            implements ReplicationPlan {
        public Send {
            requests = List.copyOf(requests);
            warnings = List.copyOf(warnings);
            newer = List.copyOf(newer);
        }

        @Override
        public Optional<String> shortfall() {
            return Unsent.sentence(newer, "sent");
        }
    }

    /**
     * Send nothing, because the destination has the wanted snapshot.
     *
     * @param newest that snapshot
     * @param base the newest common one, which may be newer than the wanted one
     * @param givenUp why the partial state of an interrupted receive is discarded, if it is
     * @param newer snapshots after the wanted one, which cannot be sent
     */
    record UpToDate(Snapshot newest, Base base, Optional<String> givenUp, List<Unsent> newer)
            implements ReplicationPlan {
        public UpToDate {
            newer = List.copyOf(newer);
        }

        @Override
        public Optional<String> shortfall() {
            return Unsent.sentence(newer, "sent");
        }
    }

    /**
     * There is nothing to send, and the user cannot have meant that.
     *
     * @param why a sentence that also says what to do
     */
    record Impossible(String why) implements ReplicationPlan {
        @Override
        public Optional<String> refusal() {
            return Optional.of(why);
        }
    }

    /** The two sides have diverged. */
    record Conflict(Divergence divergence) implements ReplicationPlan {
        @Override
        public Optional<String> refusal() {
            return Optional.of(divergence.explanation());
        }
    }
}
