package org.zfsbackup.plan.replication;

import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.SendOptions;

/** Chooses the form of the streams: the best that the source can send and the destination's pool can hold. */
final class SendFormat {
    private final SendFormatPreference wish;
    private final ReplicationState sides;
    private final boolean recursive;

    SendFormat(SendFormatPreference wish, ReplicationState sides, boolean recursive) {
        this.wish = wish;
        this.sides = sides;
        this.recursive = recursive;
    }

    /** Why the form that the user wants would not arrive, or would lose data. */
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
                                    + " without that encryption, and a raw stream cannot go on from it: say raw=false"
                                    + " (--no-raw), and it goes on decrypted, or begin a new replica under another name"
                            : sides.destination() + " was received raw from "
                                    + sides.here().name() + ", and a decrypted stream"
                                    + " cannot go on from that: leave raw=false away");
        }
        if (!raw && (recursive || wish.properties())) {
            return Optional.of(encryptedOne() + " is encrypted, and its properties go with raw streams only: leave"
                    + " raw=false away, or send it without properties and children");
        }
        return Optional.empty();
    }

    /** With children one that is encrypted makes the whole stream so. */
    private boolean encrypted() {
        return sides.here().encrypted()
                || (recursive && sides.below().datasets().values().stream().anyMatch(DatasetState::encrypted));
    }

    private DatasetName encryptedOne() {
        return sides.here().encrypted()
                ? sides.here().name()
                : sides.below().datasets().values().stream()
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
     * Raw unless somebody says otherwise, each time: nobody finds by chance that the other side reads what is encrypted,
     * also where a dataset was not yet encrypted when its replica was begun.
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
