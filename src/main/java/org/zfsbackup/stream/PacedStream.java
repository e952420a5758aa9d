package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Slows a stream down to a rate. A close from another thread ends a wait at once; the reader gets an exception. */
public final class PacedStream extends BlockFilterStream {
    /** Waits until the latch is down or the time is over, and returns whether it is down. */
    @FunctionalInterface
    public interface Waiting {

        /** Waits for real. */
        Waiting REAL = (closed, nanoseconds) -> closed.await(nanoseconds, TimeUnit.NANOSECONDS);

        /** Waits in the reading thread, for at most so many nanoseconds. */
        boolean await(CountDownLatch closed, long nanoseconds) throws InterruptedException;
    }

    private final Pace pace;
    private final Waiting waiting;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Creates the stream.
     *
     * @param in closed with this stream
     * @param pace may be shared with other streams
     * @param waiting how to wait
     */
    public PacedStream(InputStream in, Pace pace, Waiting waiting) {
        super(in);
        this.pace = pace;
        this.waiting = waiting;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, pace.step(length));
        if (count > 0) {
            pause(pace.waitFor(count));
        }
        return count;
    }

    private void pause(long nanoseconds) throws IOException {
        try {
            if (waiting.await(closed, nanoseconds)) {
                throw new IOException("the stream is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("pipe:throttle: interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        super.close();
    }
}
