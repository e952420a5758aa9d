package org.zfsbackup.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.zfsbackup.stream.FunctionStream;
import org.zfsbackup.stream.Handover;

/** What a command prints, line by line as it comes: a long table need never be in memory as a text. */
public final class CommandLines {
    /** Takes a line, or says that it is not understood. */
    @FunctionalInterface
    public interface Reader {
        void line(String line) throws IOException;
    }

    private CommandLines() {}

    /**
     * Runs a command on that host to its end; it must succeed. That it failed is told before what its lines lack: a
     * command that ends badly may stop in the middle of one.
     *
     * @param stallTimeout the longest time in which it may print nothing
     */
    public static void read(Host host, Command command, Duration stallTimeout, Reader reader) throws IOException {
        Child child = host.start(command, false);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(readAhead(child, stallTimeout), StandardCharsets.UTF_8), Handover.BUFFER_SIZE)) {
            IOException notUnderstood = null;
            String line;
            while ((line = lines.readLine()) != null) {
                try {
                    if (notUnderstood == null) {
                        reader.line(line);
                    }
                } catch (IOException e) {
                    notUnderstood = e;
                }
            }
            int status = child.await(stallTimeout);
            if (status != 0) {
                throw CommandFailedException.status(host.name(List.of(command)), status, child.errors());
            }
            if (notUnderstood != null) {
                throw notUnderstood;
            }
        } finally {
            child.kill();
        }
    }

    private static InputStream readAhead(Child child, Duration stallTimeout) {
        return FunctionStream.readAhead(child.name(), child.output(), stallTimeout);
    }
}
