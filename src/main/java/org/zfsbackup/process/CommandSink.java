package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.zfsbackup.stream.StalledException;

/** A command that reads a stream from its standard input. */
public final class CommandSink {
    private CommandSink() {}

    /**
     * Feeds a stream into a command and waits for the end of the command.
     *
     * <p>Returns only if the stream ended, and the command read all of it and ended with status 0. The caller closes
     * the stream. The stream is also closed here if the command ends first and the stream does not end soon after.
     *
     * @param stallTimeout the longest time in which the command may read nothing
     * @param finishTimeout the longest time that the command may take to end after the last byte
     * @throws CommandFailedException if the command fails or stops reading
     * @throws UnfinishedException if it does not end in time after the last byte
     */
    public static void feed(Command command, InputStream stream, Duration stallTimeout, Duration finishTimeout)
            throws IOException {
        feed(Host.local(), List.of(command), stream, stallTimeout, finishTimeout);
    }

    /**
     * Feeds a stream into the first command of a pipeline on a host, and returns the end of what the commands wrote to
     * standard error.
     */
    public static String feed(
            Host host, List<Command> line, InputStream stream, Duration stallTimeout, Duration finishTimeout)
            throws IOException {
        Child child = host.start(line, true);
        try {
            Feeder.start(child, stream, () -> {}).awaitEnd(stallTimeout);
            awaitSuccess(child, finishTimeout);
            return child.errors();
        } finally {
            child.kill();
        }
    }

    private static void awaitSuccess(Child child, Duration finishTimeout) throws IOException {
        try {
            child.awaitSuccess(finishTimeout);
        } catch (StalledException e) {
            throw new UnfinishedException(child.name(), finishTimeout, e);
        }
    }
}
