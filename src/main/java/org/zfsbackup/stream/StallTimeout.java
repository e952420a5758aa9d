package org.zfsbackup.stream;

import java.time.Duration;

/** The longest time in which a stream may move no byte. */
public final class StallTimeout {
    /** The value if the user sets none. */
    public static final Duration DEFAULT = Duration.ofMinutes(10);

    private StallTimeout() {}

    /** Returns a duration as a message names it: "10 minutes", or "1.5 seconds" if it is no whole number of minutes. */
    public static String inWords(Duration duration) {
        return duration.toSeconds() % 60 == 0 && duration.toMinutes() > 0
                ? duration.toMinutes() + " minutes"
                : duration.toMillis() / 1000.0 + " seconds";
    }
}
