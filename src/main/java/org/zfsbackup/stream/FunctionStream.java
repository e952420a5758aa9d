package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a function writes into a stream. The function runs in its own thread, starts with the first read, and is a
 * bounded number of bytes ahead of the reader.
 *
 * <p>The end of the stream means that the function returned. An exception of the function is thrown to the reader.
 * {@link #close} may be called from any thread at any time: it closes the upstream, interrupts the function and returns
 * without waiting for it. After a stall the stream is closed in the same way, and every later read fails.
 */
public final class FunctionStream extends BlockReadingStream {
    /** Writes a stream to its end, or throws. It need not close or flush its output. */
    @FunctionalInterface
    public interface Function {
        /** Writes the whole stream. Called once, in a thread of the {@link FunctionStream}. */
        void run(OutputStream out) throws IOException;
    }

    /** Transforms one stream into another, or throws. It closes neither, and need not flush its output. */
    @FunctionalInterface
    public interface Transformation {
        /**
         * Reads {@code in} and writes the whole result to {@code out}. Called once, in a thread of the {@link
         * FunctionStream}.
         */
        void run(InputStream in, OutputStream out) throws IOException;
    }

    private static final Set<FunctionStream> RUNNING = ConcurrentHashMap.newKeySet();

    private final String what;
    private final Handover handover;
    private final InputStream input;
    private final Function function;
    private final @Nullable AutoCloseable upstream;
    private @Nullable Thread thread;
    private boolean closed;

    private FunctionStream(String what, Handover handover, @Nullable AutoCloseable upstream, Function function) {
        this.what = what;
        this.handover = handover;
        this.input = handover.input();
        this.upstream = upstream;
        this.function = function;
    }

    /**
     * Returns the output of a function that starts with the first read.
     *
     * @param what the stream's name in error messages, for example "gzip"
     * @param upstream what the function reads from; closed with the returned stream
     * @param stallTimeout how long the reader waits for a byte
     */
    public static FunctionStream start(
            String what, @Nullable AutoCloseable upstream, Duration stallTimeout, Function function) {
        return over(handover(what, stallTimeout), what, upstream, function);
    }

    /**
     * Returns a transformed stream. It does not count as stalled while the upstream delivers bytes, even if the
     * transformation writes none for a long time.
     *
     * @param what the stream's name in error messages
     * @param upstream closed with the returned stream
     */
    public static FunctionStream through(
            String what, InputStream upstream, Duration stallTimeout, Transformation transformation) {
        Handover handover = handover(what, Handover.longer(stallTimeout));
        InputStream touching = new Touching(upstream, handover);
        return over(handover, what, upstream, out -> transformation.run(touching, out));
    }

    /**
     * Returns a stream that reads another one ahead, in its own thread.
     *
     * @param source closed with the returned stream
     */
    public static FunctionStream readAhead(String what, InputStream source, Duration stallTimeout) {
        return start(what, source, Handover.longer(stallTimeout), out -> copy(source, out));
    }

    /**
     * Creates the buffers between a function and its reader.
     *
     * @param what the function's name in the message of a stall
     */
    public static Handover handover(String what, Duration stallTimeout) {
        return new Handover("no byte came from " + what, stallTimeout);
    }

    /**
     * Returns the output of a function that writes into an existing handover.
     *
     * @param handover its input must not be used by anyone else
     * @param upstream closed with the returned stream
     */
    public static FunctionStream over(
            Handover handover, String what, @Nullable AutoCloseable upstream, Function function) {
        return new FunctionStream(what, handover, upstream, function);
    }

    /**
     * Makes every stream with a running function fail at once. A function in native code may notice neither an
     * interrupt nor the end of its upstream for a long time; its reader must not wait for that while the program is
     * stopping.
     */
    public static void failAll() {
        for (FunctionStream stream : RUNNING) {
            stream.handover.fail(new IOException(stream.what + " was cut off, because this program is being stopped"));
        }
    }

    private void run() {
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
        } finally {
            RUNNING.remove(this);
        }
    }

    /**
     * Copies a stream to the output of a function and hands over each block as soon as it was read.
     *
     * @param out the output that the function was given
     * @return the bytes copied
     */
    public static long copy(InputStream in, OutputStream out) throws IOException {
        return ((Handover.Output) out).writeAll(in);
    }

    private synchronized void begin() {
        if (thread == null && !closed) {
            RUNNING.add(this);
            thread = DaemonThreads.start(what, this::run);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        begin();
        try {
            return input.read(target, offset, length);
        } catch (StalledException e) {
            try {
                close();
            } catch (IOException | RuntimeException onClose) {
                e.addSuppressed(onClose);
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
        synchronized (this) {
            closed = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
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

    /** Reports every read to the handover, because a function may read much before it writes a byte. */
    private static final class Touching extends BlockReadingStream {
        private final InputStream in;
        private final Handover handover;

        Touching(InputStream in, Handover handover) {
            this.in = in;
            this.handover = handover;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            handover.touch();
            return count;
        }
    }
}
