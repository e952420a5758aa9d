package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zfsbackup.process.CommandFailedException;

/** What to do about the errors of {@code zfs receive} that a user can do something about. */
final class ReceiveFailures {
    private static final Map<String, String> SENTENCES = new LinkedHashMap<>();

    static {
        SENTENCES.put(
                "has been modified",
                "it was changed after its newest snapshot, so nothing can be received on it. Look at the changes with"
                        + " `zfs diff`; `zfs rollback` to that snapshot throws them away, --force does it for a restore, --force-receive for a replica");
        SENTENCES.put(
                "out of space",
                "its pool is full, or a quota is reached: make room, and run it again; it goes on where it was where"
                        + " that is possible");
        SENTENCES.put(
                "does not match incremental source",
                "its newest snapshot is not the one that the stream builds on: another run or another program has"
                        + " received or destroyed something at the same time. Run it again");
        SENTENCES.put(
                "on top of existing unencrypted",
                "it was received without its encryption, and a raw stream cannot go on from that: send it without raw,"
                        + " or begin a new replica under another name");
        SENTENCES.put(
                "requires -L",
                "it was received with large blocks, and goes on with them alone: leave largeBlocks as it was");
        SENTENCES.put(
                "inherited key must be loaded",
                "it was received raw, or lies below an encrypted dataset whose key is not loaded: send it raw as before,"
                        + " or load the key there");
        SENTENCES.put(
                "permission denied",
                "the user there may not receive: `zfs allow USER receive,create,mount,readonly,canmount DATASET`"
                        + " gives the right");
        SENTENCES.put(
                "is busy", "another receive is under way on it, or it is in use: wait for that, and run it again");
        SENTENCES.put(
                "kernel modules must be upgraded",
                "the pool or the zfs there is too old for this form of stream: leave compressed, largeBlocks and"
                        + " embedded away");
    }

    private ReceiveFailures() {}

    /** The right to give it up would be one to destroy the replica. */
    static IOException notAbandoned(DatasetName dataset, CommandFailedException e) {
        return e.errors().contains("permission denied")
                ? new IOException(
                        "what a broken-off receive has left of " + dataset
                                + " cannot be given up, because the user there"
                                + " may not destroy anything: let an administrator say `zfs receive -A " + dataset
                                + "` there, and run it again (" + e.getMessage() + ")",
                        e)
                : e;
    }

    static IOException explained(DatasetName dataset, CommandFailedException e) {
        return SENTENCES.entrySet().stream()
                .filter(known -> e.errors().contains(known.getKey()))
                .findFirst()
                .map(known -> new IOException(
                        "nothing more is received as " + dataset + ": " + known.getValue() + " (" + e.getMessage()
                                + ")",
                        e))
                .orElse(e);
    }
}
