package org.zfsbackup.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A stream on its way through a command: what the command makes of its standard input.
 *
 * <p>End of stream means that the upstream came to its end, the command read all of it and ended with status 0. An
 * upstream that fails ends the command and is thrown to the reader as it was. {@link #close} ends the command and
 * closes the upstream, from any thread.
 */
public final class CommandFilter extends FilterInputStream {
    private final Child child;
    private final InputStream upstream;

    private CommandFilter(Child child, InputStream upstream, InputStream output) {
        super(output);
        this.child = child;
        this.upstream = upstream;
    }

    /** @param rest the longest time in which the command neither reads nor writes a byte */
    public static CommandFilter start(Command command, InputStream upstream, Duration rest) throws IOException {
        Child child = Child.start(command, true);
        Handover handover = new Handover("no byte came from " + command, Handover.longer(rest));
        Feeder feeder = Feeder.start(child, upstream, handover::touch);
        Workers.start(command.toString(), () -> collect(child, feeder, handover, rest));
        return new CommandFilter(child, upstream, handover.input());
    }

    private static void collect(Child child, Feeder feeder, Handover handover, Duration rest) {
        try {
            FunctionStream.copy(child.output(), handover.output());
            feeder.awaitEnd(rest);
            child.awaitSuccess(rest);
            handover.end();
        } catch (IOException e) {
            handover.fail(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (StalledException e) {
            child.kill();
            throw e;
        }
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        super.close();
        child.kill();
        upstream.close();
    }
}
