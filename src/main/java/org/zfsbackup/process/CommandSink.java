package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** A command that reads a stream from its standard input. */
public final class CommandSink {
    private CommandSink() {}

    /**
     * Feeds a stream into a command and waits for its end.
     *
     * <p>Returns only where the stream came to its end, the command read all of it and ended with status 0. The stream
     * is closed where the command ends before it and does not come to its end by itself soon after; otherwise its owner
     * closes it.
     *
     * @param stallTimeout the longest time that the command may read nothing, or take to end after the last byte
     */
    public static void feed(Command command, InputStream stream, Duration stallTimeout) throws IOException {
        feed(Host.local(), List.of(command), stream, stallTimeout);
    }

    /** Feeds a stream into the first of these commands on that host; gives what they said on standard error. */
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
