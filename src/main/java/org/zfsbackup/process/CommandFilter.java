package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.zfsbackup.stream.FunctionStream;
import org.zfsbackup.stream.Handover;

/** Passes a stream through a command: the result is what the command prints when it reads the stream. */
public final class CommandFilter {
    private CommandFilter() {}

    /**
     * Starts a command at once. The upstream is read from the first read of the result on.
     *
     * <p>The end of the result means that the upstream ended, and that the command read all of it and ended with status
     * 0. If the upstream fails, the command is killed, and the reader gets that failure unchanged. Closing the result
     * kills the command and closes the upstream, from any thread; so does a stall.
     *
     * @param stallTimeout the longest time in which the command neither reads nor writes a byte, also after the last
     *     byte of the upstream: the reader of the result waits no longer than this for a byte
     * @throws IOException if the command cannot be started
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
