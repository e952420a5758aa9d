package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** A command that reads a stream from its standard input. */
public final class CommandSink {
    private CommandSink() {}

    /**
     * Feeds a stream into a command and waits for the end of the command.
     *
     * <p>Returns only if the stream ended, and the command read all of it and ended with status 0. The caller closes
     * the stream. The stream is also closed here if the command ends first and the stream does not end soon after.
     *
     * @param stallTimeout the longest time in which the command may read nothing, or may take to end after the last
     *     byte
     * @throws CommandFailedException if the command fails or stops reading
     */
    public static void feed(Command command, InputStream stream, Duration stallTimeout) throws IOException {
        feed(Host.local(), List.of(command), stream, stallTimeout);
    }

    /**
     * Feeds a stream into the first command of a pipeline on a host, and returns the end of what the commands wrote to
     * standard error.
     */
    public static String feed(Host host, List<Command> line, InputStream stream, Duration stallTimeout)
            throws IOException {
        Child child = host.start(line, true);
        try {
            Feeder.start(child, stream, () -> {}).awaitEnd(stallTimeout);
            child.awaitSuccess(stallTimeout);
            return child.errors();
        } finally {
            child.kill();
        }
    }
}
