package org.zfsbackup.plan.replication;

import java.util.Optional;

/** What a user wants of the form of the streams; nothing where the best that both sides can do is wanted. */
public record FormWish(
        Optional<Boolean> raw,
        Optional<Boolean> compressed,
        Optional<Boolean> largeBlocks,
        Optional<Boolean> embedded,
        boolean properties) {
    /** The best that both sides can do. */
    public static final FormWish BEST =
            new FormWish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
}
