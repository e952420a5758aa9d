package org.zfsbackup.stream;

import java.io.IOException;
import java.time.Duration;

/** No byte moved for the time that a stream may rest. */
public final class StalledException extends IOException {
    private static final long serialVersionUID = 1L;

    public StalledException(String what, Duration stallTimeout) {
        super(what + " for " + text(stallTimeout) + ": it has stalled");
    }

    private static String text(Duration stallTimeout) {
        return stallTimeout.toSeconds() % 60 == 0 && stallTimeout.toMinutes() > 0
                ? stallTimeout.toMinutes() + " minutes"
                : stallTimeout.toMillis() / 1000.0 + " seconds";
    }
}
