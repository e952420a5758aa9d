package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.zfsbackup.stream.StalledException;

/**
 * A running command, on this host or another one, with its three streams. The end of its standard error is kept.
 *
 * <p>Safe for use by several threads: one feeds it, one reads it, one waits for it, and any thread may kill it.
 */
public interface Child {
    /** Returns its name for error messages: the command, and the host if that is not this one. */
    String name();

    /** Returns its standard output, which one thread reads. */
    InputStream output();

    /** Returns its standard input, which one thread writes. Closing it signals the end of the input to the command. */
    OutputStream input();

    /**
     * Waits for the end of the command.
     *
     * @param limit how long it may take from now on; after that it is killed
     * @return the exit status, or 128 plus the number of the signal that ended it
     * @throws IOException also if a remote host did not answer, or if the failure is that of the connection and not of
     *     the command
     * @throws StalledException if it did not end in time
     */
    int await(Duration limit) throws IOException;

    /**
     * Waits for the end of the command.
     *
     * @param limit how long it may take from now on
     * @throws CommandFailedException if its exit status is not 0
     */
    default void awaitSuccess(Duration limit) throws IOException {
        int status = await(limit);
        if (status != 0) {
            throw CommandFailedException.status(name(), status, errors());
        }
    }

    /** Returns whether it has ended with status 0. Never waits. */
    boolean endedWell();

    /** Returns the last part of what it wrote to its standard error so far. */
    String errors();

    /** Runs an action after the command has ended, or at once if it already has. The thread is not specified. */
    void onEnd(Runnable action);

    /** Kills the command and all its children. Does nothing after its end. */
    void kill();
}
