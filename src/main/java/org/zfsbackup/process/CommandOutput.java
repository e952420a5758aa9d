package org.zfsbackup.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.zfsbackup.stream.FunctionStream;
import org.zfsbackup.stream.Handover;
import org.zfsbackup.stream.Streams;

/**
 * What a short command printed, and how it ended.
 *
 * @param status the exit status
 * @param output its whole standard output, read as UTF-8
 * @param errors the end of its standard error
 */
public record CommandOutput(int status, String output, String errors) {
    /** Far more bytes than a short command prints. Use {@link CommandLines} for long tables. */
    private static final int LIMIT = 64 * 1024 * 1024;

    /**
     * Runs a command on this host to its end, whatever its status.
     *
     * @param stallTimeout the longest time in which it may print nothing
     * @throws IOException if it cannot be started, or stalls
     */
    public static CommandOutput of(Command command, Duration stallTimeout) throws IOException {
        return of(Host.local(), command, stallTimeout);
    }

    /** Runs a command on a host to its end, whatever its status. */
    public static CommandOutput of(Host host, Command command, Duration stallTimeout) throws IOException {
        Child child = host.start(command, false);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (InputStream in = FunctionStream.readAhead(child.name(), child.output(), stallTimeout)) {
            Streams.copy(in, Handover.BUFFER_SIZE, (buffer, count) -> {
                output.write(buffer, 0, count);
                if (output.size() > LIMIT) {
                    throw new IOException(child.name() + " printed more than " + LIMIT + " bytes");
                }
            });
            return new CommandOutput(
                    child.await(stallTimeout), output.toString(StandardCharsets.UTF_8), child.errors());
        } finally {
            child.kill();
        }
    }

    /**
     * Runs a command on this host and returns what it printed.
     *
     * @throws CommandFailedException if its exit status is not 0
     */
    public static String ofSuccess(Command command, Duration stallTimeout) throws IOException {
        return ofSuccess(Host.local(), command, stallTimeout);
    }

    /**
     * Runs a command on a host and returns what it printed.
     *
     * @throws CommandFailedException if its exit status is not 0
     */
    public static String ofSuccess(Host host, Command command, Duration stallTimeout) throws IOException {
        CommandOutput result = of(host, command, stallTimeout);
        if (result.status != 0) {
            throw CommandFailedException.status(host.name(List.of(command)), result.status, result.errors);
        }
        return result.output;
    }
}
