package org.zfsbackup.stream;

import java.time.Duration;

/** The longest time in which a stream may move no byte. */
public final class StallTimeout {
    /** The value if the user sets none. */
    public static final Duration DEFAULT = Duration.ofMinutes(10);

    private StallTimeout() {}
}
