package org.zfsbackup.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What a short command printed, and how it ended. */
public record CommandOutput(int status, String output, String errors) {
    /** Far more than a short command prints; more is an error, not a full heap. Long tables are for {@link CommandLines}. */
    private static final int LIMIT = 64 * 1024 * 1024;

    /** Runs a command to its end, whatever its status. */
    public static CommandOutput of(Command command, Duration rest) throws IOException {
        return of(Host.local(), command, rest);
    }

    /** Runs a command on that host. */
    public static CommandOutput of(Host host, Command command, Duration rest) throws IOException {
        Child child = host.start(command, false);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (InputStream in = FunctionStream.readAhead(child.name(), child.output(), rest)) {
            byte[] buffer = new byte[Handover.BUFFER_SIZE];
            int count;
            while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
                output.write(buffer, 0, count);
                if (output.size() > LIMIT) {
                    throw new IOException(child.name() + " printed more than " + LIMIT + " bytes");
                }
            }
            return new CommandOutput(child.await(rest), output.toString(StandardCharsets.UTF_8), child.errors());
        } finally {
            child.kill();
        }
    }

    /** Runs a command that must succeed, and gives what it printed. */
    public static String ofSuccess(Command command, Duration rest) throws IOException {
        return ofSuccess(Host.local(), command, rest);
    }

    /** Runs a command on that host, which must succeed. */
    public static String ofSuccess(Host host, Command command, Duration rest) throws IOException {
        CommandOutput result = of(host, command, rest);
        if (result.status != 0) {
            throw CommandFailedException.status(host.name(List.of(command)), result.status, result.errors);
        }
        return result.output;
    }
}
