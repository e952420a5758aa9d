package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** What a broken-off receive has left at the destination: it can go on, or something hinders that. */
record InterruptedReceive(ResumeToken token, List<Base> line, ReplicationState sides, boolean recursive, boolean raw) {
    /**
     * Why it cannot go on; nothing where it can.
     *
     * @param end the newest snapshot that the destination has now
     */
    Optional<String> hindrance(Optional<Guid> end) {
        String from = sides.here().name().toString();
        if (!sides.sends().flags().isEmpty() && !sides.sends().resumes()) {
            return Optional.of(
                    givenUp("", "the zfs of " + from + " cannot send the rest of a stream (it has no `send -t`)"));
        }
        String after = " after " + token.bytes() + " bytes";
        if (recursive) {
            return Optional.of(givenUp(after, "replication streams with children do not"));
        }
        if (!token.base().equals(end)) {
            return Optional.of(
                    givenUp(after, "the destination does not end any more with the snapshot that it built on"));
        }
        if (sides.here().encrypted() && token.raw() != raw) {
            return Optional.of(givenUp(
                    after,
                    "it was begun " + (token.raw() ? "raw" : "decrypted") + ", and is wanted "
                            + (raw ? "raw" : "decrypted")));
        }
        return snapshot().isPresent() && base().isPresent() == token.base().isPresent()
                ? Optional.empty()
                : Optional.of(givenUp(
                        after, "the snapshot that was sent, or the one that it built on, is no longer at the source"));
    }

    private String givenUp(String after, String why) {
        return "the receive of " + sides.destination() + " that was broken off" + after + " cannot go on, because "
                + why + ": what had come of it is thrown away, and sent again as it is now";
    }

    /** The rest of its stream, where nothing hinders that. */
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

    /** The newest of that GUID: a snapshot rather than its bookmark. */
    private Optional<Base> find(Guid guid) {
        return line.stream().filter(one -> one.guid().equals(guid)).reduce((first, second) -> second);
    }
}
