package org.zfsbackup.process;

import java.io.IOException;
import java.time.Duration;

/** No byte moved for the time that a stream may rest. */
public final class StalledException extends IOException {
    private static final long serialVersionUID = 1L;

    public StalledException(String what, Duration rest) {
        super(what + " for " + text(rest) + ": it has stalled");
    }

    private static String text(Duration rest) {
        return rest.toSeconds() % 60 == 0 && rest.toMinutes() > 0
                ? rest.toMinutes() + " minutes"
                : rest.toMillis() / 1000.0 + " seconds";
    }
}
