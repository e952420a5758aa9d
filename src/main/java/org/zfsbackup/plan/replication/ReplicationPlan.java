package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.plan.Unsent;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** What a replication of one dataset would do. */
public sealed interface ReplicationPlan {
    /** Why nothing can be done; nothing where it can. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /** What stays behind although all of the plan is done, as a sentence; nothing if the destination is then complete. */
    default Optional<String> shortfall() {
        return Optional.empty();
    }

    /**
     * These streams, in this order, each on what the one before leaves.
     *
     * @param givenUp why what a broken-off receive has left is thrown away first
     * @param warnings what the user should know of it
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
     * Nothing: the wanted snapshot is at the destination.
     *
     * @param base the newest that both have, which may be newer than the wanted one
     * @param givenUp why what a broken-off receive has left is thrown away
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

    /** There is nothing to be sent, and that is not what the user can have meant. */
    record Impossible(String why) implements ReplicationPlan {
        @Override
        public Optional<String> refusal() {
            return Optional.of(why);
        }
    }

    /** The two sides do not go together. */
    record Conflict(Divergence divergence) implements ReplicationPlan {
        @Override
        public Optional<String> refusal() {
            return Optional.of(divergence.explanation());
        }
    }
}
