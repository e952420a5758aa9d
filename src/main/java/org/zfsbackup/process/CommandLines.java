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

/** Reads the output of a command line by line while it runs, so a long table never has to fit into memory. */
public final class CommandLines {
    /** Reads the lines. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Takes a line without its end, in the calling thread.
         *
         * @throws IOException if the line is not understood
         */
        void line(String line) throws IOException;
    }

    private CommandLines() {}

    /**
     * Runs a command on a host to its end. If the command fails, that is reported rather than a line that is not
     * understood, because a failing command may stop in the middle of a line.
     *
     * @param stallTimeout the longest time in which it may print nothing
     * @throws CommandFailedException if its exit status is not 0
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
