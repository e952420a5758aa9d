package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.zfsbackup.stream.FunctionStream;
import org.zfsbackup.stream.Handover;

/** A stream on its way through a command: what the command makes of its standard input. */
public final class CommandFilter {
    private CommandFilter() {}

    /**
     * Starts a command; the upstream is read from the first read on.
     *
     * <p>End of stream means that the upstream came to its end, the command read all of it and ended with status 0. An
     * upstream that fails ends the command and is thrown to the reader as it was. Closing the stream ends the command
     * and closes the upstream, from any thread; so does a stall.
     *
     * @param stallTimeout the longest time in which the command neither reads nor writes a byte
     */
    public static InputStream start(Command command, InputStream upstream, Duration stallTimeout) throws IOException {
        Child child = Host.local().start(command, true);
        Handover handover = FunctionStream.handover(command.toString(), Handover.longer(stallTimeout));
        AutoCloseable both = () -> {
            child.kill();
            upstream.close();
        };
        return FunctionStream.over(handover, command.toString(), both, out -> {
            Feeder feeder = Feeder.start(child, upstream, handover::touch);
            FunctionStream.copy(child.output(), out);
            feeder.awaitEnd(stallTimeout);
            child.awaitSuccess(stallTimeout);
        });
    }
}
