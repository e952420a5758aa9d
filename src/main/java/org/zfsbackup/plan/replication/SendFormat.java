package org.zfsbackup.plan.replication;

import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.SendOptions;

/** Chooses the form of the streams: the best that the source can send and the destination's pool can store. */
final class SendFormat {
    private final SendFormatPreference wish;
    private final ReplicationState sides;
    private final boolean recursive;

    SendFormat(SendFormatPreference wish, ReplicationState sides, boolean recursive) {
        this.wish = wish;
        this.sides = sides;
        this.recursive = recursive;
    }

    /** Returns why the form that the user wants cannot be received or would lose data, or nothing if it is fine. */
    Optional<String> refusal() {
        if (!encrypted()) {
            return Optional.empty();
        }
        boolean raw = raw();
        if (sides.rawThere().isPresent() && sides.rawThere().get() != raw) {
            return Optional.of(
                    raw
                            ? sides.destination() + " holds what is encrypted in "
                                    + sides.here().name()
                                    + " without that encryption, so it cannot take a raw stream: use raw=false"
                                    + " (--no-raw) to continue decrypted, or start a new replica under another name"
                            : sides.destination() + " was received raw from "
                                    + sides.here().name() + ", and a decrypted stream"
                                    + " cannot build on that: leave out raw=false");
        }
        if (!raw && (recursive || wish.properties())) {
            return Optional.of(
                    encryptedOne() + " is encrypted, and its properties can only be sent in raw streams: leave"
                            + " out raw=false, or send it without properties and without datasets below");
        }
        return Optional.empty();
    }

    /** Returns whether anything in the stream is encrypted. */
    private boolean encrypted() {
        return sides.here().encrypted()
                || (recursive && sides.recursive().datasets().values().stream().anyMatch(DatasetState::encrypted));
    }

    private DatasetName encryptedOne() {
        return sides.here().encrypted()
                ? sides.here().name()
                : sides.recursive().datasets().values().stream()
                        .filter(DatasetState::encrypted)
                        .map(DatasetState::name)
                        .findFirst()
                        .orElseThrow();
    }

    SendOptions options() {
        boolean raw = encrypted() && raw();
        return new SendOptions(
                raw,
                !raw && wanted(wish.compressed(), 'c', "lz4_compress", "zstd_compress"),
                wanted(wish.largeBlocks(), 'L', "large_blocks"),
                !raw && wish.embedded().orElse(false),
                wish.properties() && !recursive);
    }

    /**
     * Returns true unless the user says otherwise on each run, so that nobody exposes encrypted data to the other side
     * by accident. This also holds if the dataset was not yet encrypted when its replica was started.
     */
    private boolean raw() {
        return wish.raw().orElse(true);
    }

    private boolean wanted(Optional<Boolean> wished, char flag, String... features) {
        return wished.orElseGet(() -> can(flag, features));
    }

    private boolean can(char flag, String... features) {
        boolean held = sides.sends().knows(flag);
        for (String feature : features) {
            held &= sides.receives().contains(feature);
        }
        return held;
    }
}
