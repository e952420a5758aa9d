package org.zfsbackup.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The standard output of a command.
 *
 * <p>End of stream means that the command ended with status 0; any other end is a {@link CommandFailedException} with
 * the end of its standard error. {@link #close} ends the command, from any thread.
 */
public final class CommandSource extends FilterInputStream {
    private final Child child;

    private CommandSource(Child child, InputStream output) {
        super(output);
        this.child = child;
    }

    /** @param rest the longest time without a byte before the stream fails as stalled */
    public static CommandSource start(Command command, Duration rest) throws IOException {
        Child child = Child.start(command, false);
        InputStream output = FunctionStream.start(command.toString(), null, rest, out -> {
            FunctionStream.copy(child.output(), out);
            child.awaitSuccess(rest);
        });
        return new CommandSource(child, output);
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
    public void close() throws IOException {
        super.close();
        child.kill();
    }
}
