package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A command that runs, on this host or another, with its three streams. Its standard error is kept.
 *
 * <p>Safe for use by several threads: one that feeds it, one that reads it, one that waits for it, and whoever ends it.
 */
public interface Child {
    /** What it is called in errors: the command, and the host where that is not this one. */
    String name();

    /** Its standard output. Read by one thread. */
    InputStream output();

    /** Its standard input; closing it tells the command that there is no more. Written by one thread. */
    OutputStream input();

    /**
     * Waits for its end, and gives its exit status; 128 plus the signal's number where a signal ended it.
     *
     * @param stallTimeout how long it may take, now that its output is closed; then it is ended
     * @throws IOException also where a host did not answer, or answered in its own name and not in the command's
     */
    int await(Duration stallTimeout) throws IOException;

    /** Waits for the end and throws where it was not a success. */
    default void awaitSuccess(Duration stallTimeout) throws IOException {
        int status = await(stallTimeout);
        if (status != 0) {
            throw CommandFailedException.status(name(), status, errors());
        }
    }

    /** Whether it is over, and was a success. Never waits. */
    boolean endedWell();

    /** The end of what it wrote to its standard error. */
    String errors();

    /** Runs something when the command has ended, at once where it has. */
    void onEnd(Runnable action);

    /** Ends the command with all its children. Does nothing after its end. */
    void kill();
}
