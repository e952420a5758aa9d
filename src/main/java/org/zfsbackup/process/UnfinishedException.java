package org.zfsbackup.process;

import java.io.IOException;
import java.time.Duration;
import org.zfsbackup.stream.StallTimeout;

/** A command was given a whole stream, and did not end within the finish timeout. It has been killed. */
public final class UnfinishedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param name the command's name for error messages
     * @param finishTimeout how long was waited after the last byte
     */
    UnfinishedException(String name, Duration finishTimeout, IOException cause) {
        super(name + " did not end within " + StallTimeout.inWords(finishTimeout) + " after its last byte", cause);
    }
}
