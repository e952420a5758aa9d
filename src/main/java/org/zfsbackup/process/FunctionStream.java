package org.zfsbackup.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a function writes, as a stream: the function runs in a thread of its own, a bounded number of bytes ahead.
 *
 * <p>End of stream means that the function returned; what it threw is thrown to the reader. {@link #close} may come from
 * any thread and at any time: it closes the upstream, interrupts the function and returns without waiting for it.
 */
public final class FunctionStream extends FilterInputStream {
    /** Writes a stream to its end, or throws. It need not close or flush what it writes to. */
    @FunctionalInterface
    public interface Function {
        void run(OutputStream out) throws IOException;
    }

    private final Thread thread;
    private final @Nullable AutoCloseable upstream;

    private FunctionStream(Handover handover, Thread thread, @Nullable AutoCloseable upstream) {
        super(handover.input());
        this.thread = thread;
        this.upstream = upstream;
    }

    /**
     * Starts the function.
     *
     * @param what the stream's name in errors, for example "gzip"
     * @param upstream what the function reads from; closed with this stream
     */
    public static FunctionStream start(
            String what, @Nullable AutoCloseable upstream, Duration rest, Function function) {
        Handover handover = new Handover("no byte came from " + what, upstream == null ? rest : Handover.longer(rest));
        Thread thread = Workers.start(what, () -> run(handover, function));
        return new FunctionStream(handover, thread, upstream);
    }

    /** Reads another stream ahead, in a thread of its own. */
    public static FunctionStream readAhead(String what, InputStream source, Duration rest) {
        return start(what, source, rest, out -> copy(source, out));
    }

    private static void run(Handover handover, Function function) {
        try {
            OutputStream out = handover.output();
            function.run(out);
            out.flush();
            handover.end();
        } catch (IOException e) {
            handover.fail(e);
        } catch (UncheckedIOException e) {
            handover.fail(new IOException(e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            handover.fail(new IOException("failed with " + e, e));
        }
    }

    /** Copies to the end, handing over each read at once; returns the bytes copied. */
    static long copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[Handover.BUFFER_SIZE];
        long total = 0;
        int count;
        while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
            out.write(buffer, 0, count);
            out.flush();
            total += count;
        }
        return total;
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
        thread.interrupt();
        if (upstream != null) {
            try {
                upstream.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
