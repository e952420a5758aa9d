package org.zfsbackup.stream;

import java.io.IOException;
import java.time.Duration;

/** No byte moved for the stall timeout. */
public final class StalledException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param what the start of the message: "no byte came from zfs send tank@a"
     * @param stallTimeout how long was waited
     */
    public StalledException(String what, Duration stallTimeout) {
        super(what + " for " + StallTimeout.inWords(stallTimeout) + ": it has stalled");
    }
}
