package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.zfsbackup.stream.FunctionStream;
import org.zfsbackup.stream.Handover;

/** Reads the standard output of a command. */
public final class CommandSource {
    private CommandSource() {}

    /**
     * Starts a command on this host.
     *
     * <p>The end of the stream means that the command ended with status 0. If it ends in any other way, the reader gets
     * a {@link CommandFailedException} with the end of its standard error. Closing the stream kills the command, from
     * any thread; so does a stall.
     *
     * @param stallTimeout the longest time without a byte
     * @throws IOException if the command cannot be started
     */
    public static InputStream start(Command command, Duration stallTimeout) throws IOException {
        return start(Host.local(), command, stallTimeout);
    }

    /** Starts a command on a host. */
    public static InputStream start(Host host, Command command, Duration stallTimeout) throws IOException {
        Child child = host.start(command, false);
        return FunctionStream.start(child.name(), child::kill, stallTimeout, out -> {
            FunctionStream.copy(child.output(), out);
            child.awaitSuccess(Handover.shorter(stallTimeout));
        });
    }
}
