package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** What a replication of one dataset would do. */
public sealed interface ReplicationPlan {
    /** Why nothing can be done; nothing where it can. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /**
     * These streams, in this order, each on what the one before leaves.
     *
     * @param givenUp why what a broken-off receive has left is thrown away first
     * @param warnings what the user should know of it
     */
    record Send(List<SendRequest> requests, Optional<String> givenUp, List<String> warnings)
            implements ReplicationPlan {
        public Send {
            requests = List.copyOf(requests);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Nothing: the wanted snapshot is at the destination.
     *
     * @param base the newest that both have, which may be newer than the wanted one
     * @param givenUp why what a broken-off receive has left is thrown away
     */
    record UpToDate(Snapshot newest, Base base, Optional<String> givenUp) implements ReplicationPlan {}

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
