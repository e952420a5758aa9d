package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/**
 * An interrupted receive at the destination: it can be resumed, or something prevents that.
 *
 * @param token what the receiver's token says
 * @param line the source's snapshots and bookmarks, oldest first
 * @param sides both sides
 * @param recursive whether the run sends recursive streams
 * @param raw whether the run sends raw streams
 */
record InterruptedReceive(ResumeToken token, List<Base> line, ReplicationState sides, boolean recursive, boolean raw) {
    /**
     * Returns why it cannot be resumed, as a sentence, or nothing if it can.
     *
     * @param end the newest snapshot at the destination
     */
    Optional<String> hindrance(Optional<Guid> end) {
        String from = sides.here().name().toString();
        if (!sides.sends().flags().isEmpty() && !sides.sends().resumes()) {
            return Optional.of(discardReason(
                    "", "the zfs of " + from + " cannot send the rest of a stream (it has no `send -t`)"));
        }
        String after = " after " + token.bytes() + " bytes";
        if (recursive) {
            return Optional.of(discardReason(after, "recursive streams cannot be resumed"));
        }
        if (!token.base().equals(end)) {
            return Optional.of(discardReason(after, "its base is no longer the newest snapshot at the destination"));
        }
        if (sides.here().encrypted() && token.raw() != raw) {
            return Optional.of(discardReason(
                    after,
                    "it was started " + (token.raw() ? "raw" : "decrypted") + " and should now be "
                            + (raw ? "raw" : "decrypted")));
        }
        return snapshot().isPresent() && base().isPresent() == token.base().isPresent()
                ? Optional.empty()
                : Optional.of(discardReason(after, "its snapshot or its base no longer exists at the source"));
    }

    private String discardReason(String after, String why) {
        return "the receive of " + sides.destination() + " that was interrupted" + after + " cannot be resumed,"
                + " because " + why + ": its partial state is discarded, and the snapshot is sent again";
    }

    /** Returns the request for the rest of the stream. Call it only if nothing prevents that. */
    SendRequest remainder() {
        return SendRequest.remainder(snapshot().orElseThrow(), base(), token);
    }

    private Optional<Snapshot> snapshot() {
        return token.snapshot()
                .flatMap(this::find)
                .filter(Snapshot.class::isInstance)
                .map(Snapshot.class::cast);
    }

    private Optional<Base> base() {
        return token.base().flatMap(this::find);
    }

    /** Returns the snapshot with that GUID, or its bookmark if the snapshot no longer exists. */
    private Optional<Base> find(Guid guid) {
        return line.stream().filter(base -> base.guid().equals(guid)).reduce((first, second) -> second);
    }
}
