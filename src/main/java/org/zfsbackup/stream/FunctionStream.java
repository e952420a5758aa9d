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
 * What a function writes, as a stream: the function runs in a thread of its own, a bounded number of bytes ahead, from
 * the first read on.
 *
 * <p>End of stream means that the function returned; what it threw is thrown to the reader. {@link #close} may come from
 * any thread and at any time: it closes the upstream, interrupts the function and returns without waiting for it. A
 * stall does the same, and is final.
 */
public final class FunctionStream extends BlockReadingStream {
    /** Writes a stream to its end, or throws. It need not close or flush what it writes to. */
    @FunctionalInterface
    public interface Function {
        void run(OutputStream out) throws IOException;
    }

    /** Makes a stream of another, or throws. It closes neither and need not flush. */
    @FunctionalInterface
    public interface Transformation {
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
     * A function that runs when it is first read from.
     *
     * @param what the stream's name in errors, for example "gzip"
     * @param upstream what the function reads from; closed with this stream
     */
    public static FunctionStream start(
            String what, @Nullable AutoCloseable upstream, Duration stallTimeout, Function function) {
        return over(handover(what, stallTimeout), what, upstream, function);
    }

    /** A stream made of another; it does not stall as long as the other gives bytes, whenever it makes use of them. */
    public static FunctionStream through(
            String what, InputStream upstream, Duration stallTimeout, Transformation transformation) {
        Handover handover = handover(what, Handover.longer(stallTimeout));
        InputStream touching = new Touching(upstream, handover);
        return over(handover, what, upstream, out -> transformation.run(touching, out));
    }

    /** Reads another stream ahead, in a thread of its own. */
    public static FunctionStream readAhead(String what, InputStream source, Duration stallTimeout) {
        return start(what, source, Handover.longer(stallTimeout), out -> copy(source, out));
    }

    public static Handover handover(String what, Duration stallTimeout) {
        return new Handover("no byte came from " + what, stallTimeout);
    }

    public static FunctionStream over(
            Handover handover, String what, @Nullable AutoCloseable upstream, Function function) {
        return new FunctionStream(what, handover, upstream, function);
    }

    /**
     * Makes every stream whose function runs fail at once. A function may be in native code for long, where it sees
     * neither an interrupt nor the end of its upstream; its reader need not wait for that when this program is to end.
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
     * Copies to the end what a function is to write, handing over each read at once; returns the bytes copied.
     *
     * @param out what the function was given to write to
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

    /** Tells the handover of every read: a function may read much before it writes a byte. */
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
