package org.zfsbackup.process;

import java.time.Duration;

/** The longest time that a command may take to end after it was given the last byte of a stream. */
public final class FinishTimeout {
    /** The value if the user sets none. Far longer than a busy pool needs to end a receive. */
    public static final Duration DEFAULT = Duration.ofHours(1);

    private FinishTimeout() {}
}
