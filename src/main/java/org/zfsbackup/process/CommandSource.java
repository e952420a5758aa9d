package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.zfsbackup.stream.FunctionStream;
import org.zfsbackup.stream.Handover;

/** The standard output of a command. */
public final class CommandSource {
    private CommandSource() {}

    /**
     * Starts a command.
     *
     * <p>End of stream means that the command ended with status 0; any other end is a {@link CommandFailedException}
     * with the end of its standard error. Closing the stream ends the command, from any thread; so does a stall.
     *
     * @param stallTimeout the longest time without a byte before the stream fails as stalled
     */
    public static InputStream start(Command command, Duration stallTimeout) throws IOException {
        return start(Host.local(), command, stallTimeout);
    }

    /** Starts a command on that host. */
    public static InputStream start(Host host, Command command, Duration stallTimeout) throws IOException {
        Child child = host.start(command, false);
        return FunctionStream.start(child.name(), child::kill, stallTimeout, out -> {
            FunctionStream.copy(child.output(), out);
            child.awaitSuccess(Handover.shorter(stallTimeout));
        });
    }
}
