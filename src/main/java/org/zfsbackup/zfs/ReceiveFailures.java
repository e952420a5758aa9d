package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.process.UnfinishedException;

/** Explains those errors of {@code zfs receive} that a user can do something about. */
final class ReceiveFailures {
    private static final Map<String, String> SENTENCES = new LinkedHashMap<>();

    static {
        SENTENCES.put(
                "has been modified",
                "it was changed after its newest snapshot, so nothing can be received on it. Show the changes with"
                        + " `zfs diff`; `zfs rollback` to that snapshot discards them, as --force does for a"
                        + " restore and --force-receive for a replica");
        SENTENCES.put(
                "out of space",
                "its pool is full, or a quota is reached: free some space and run it again; the receive resumes if"
                        + " possible");
        SENTENCES.put(
                "does not match incremental source",
                "its newest snapshot is not the one that the stream builds on: another run or another program has"
                        + " received or destroyed something at the same time. Run it again");
        SENTENCES.put(
                "on top of existing unencrypted",
                "it was received without its encryption, so it cannot take a raw stream: send it without raw,"
                        + " or start a new replica under another name");
        SENTENCES.put(
                "requires -L",
                "it was received with large blocks and needs them again: set largeBlocks as it was before");
        SENTENCES.put(
                "inherited key must be loaded",
                "it is below an encrypted dataset whose key is not loaded, or was received raw before: load the key"
                        + " there with `zfs load-key` and run it again, or send it raw as before");
        SENTENCES.put(
                "permission denied",
                "the user there may not receive: run"
                        + " `zfs allow USER receive,create,mount,readonly,canmount DATASET` there as an administrator");
        SENTENCES.put(
                "local origin for clone",
                "the recursive stream holds a clone, and its pool does not have the clone's origin: use"
                        + " --recursive=each, which sends such a clone in full, or replicate the origin first");
        SENTENCES.put(
                "is busy",
                "another receive into it is running, or it is in use: wait until that ends, then run it again");
        SENTENCES.put(
                "kernel modules must be upgraded",
                "the pool or the zfs there is too old for this form of stream: switch off compressed, largeBlocks and"
                        + " embedded");
    }

    private ReceiveFailures() {}

    /** Explains why an interrupted receive could not be discarded: that needs the right to destroy the replica. */
    static IOException notAbandoned(DatasetName dataset, CommandFailedException e) {
        return e.errors().contains("permission denied")
                ? new IOException(
                        "what an interrupted receive has left of " + dataset
                                + " cannot be discarded, because the user there"
                                + " may not destroy anything: let an administrator run `zfs receive -A " + dataset
                                + "` there, and run it again (" + e.getMessage() + ")",
                        e)
                : e;
    }

    /** Explains why a receive was ended that had been given the whole stream. ZFS may complete it nevertheless. */
    static IOException unfinished(DatasetName dataset, UnfinishedException e) {
        return new IOException(
                "the receive of " + dataset
                        + " was given its whole stream, but did not end, and was killed. Its pool may"
                        + " be slow, or busy: look at it with `zpool status` and `zpool iostat` there, then run it"
                        + " again, and allow more time with --finish-timeout (finishTimeout of zfs:) ("
                        + e.getMessage() + ")",
                e);
    }

    static IOException explained(DatasetName dataset, CommandFailedException e) {
        return SENTENCES.entrySet().stream()
                .filter(known -> e.errors().contains(known.getKey()))
                .findFirst()
                .map(known -> new IOException(
                        "nothing more can be received as " + dataset + ": " + known.getValue() + " (" + e.getMessage()
                                + ")",
                        e))
                .orElse(e);
    }
}
