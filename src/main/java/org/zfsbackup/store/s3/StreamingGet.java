package org.zfsbackup.store.s3;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object from the response to a single request, as long as its connection is fast. One connection is enough
 * for a server nearby, and each further request costs both sides; Amazon limits a connection to some 90 MB/s, so
 * several are faster. Read by one thread, closed by any.
 */
final class StreamingGet implements Closeable {
    private static final long QUICK_BYTES_PER_SECOND = 128L << 20;
    /** How far it may be behind that speed, for a server that needs time to get up to speed or pauses. */
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Never give up, because no second connection could help. */
    static final long ENDLESS_PATIENCE = Long.MAX_VALUE;

    private static final int STEP = 1 << 20;

    private final Request request;
    private final long end;
    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private @Nullable ResponseInputStream<GetObjectResponse> answer;
    private volatile boolean ended;
    private boolean closed;
    private volatile boolean over;
    /** How much longer the bytes took than at full speed; faster bytes reduce it. */
    private long behindNanos;

    @FunctionalInterface
    interface Request {
        ResponseInputStream<GetObjectResponse> from(long position) throws IOException;
    }

    /**
     * @param end the position after the last requested byte
     * @param patienceNanos how far the bytes may be behind full speed
     * @param nanoTime as {@link System#nanoTime}
     */
    StreamingGet(Request request, long end, long patienceNanos, LongSupplier nanoTime) {
        this.request = request;
        this.end = end;
        this.patienceNanos = patienceNanos;
        this.nanoTime = nanoTime;
    }

    /**
     * Reads until the buffer is full or the response should not be continued. The last part is read at any speed,
     * because nobody could share it.
     *
     * @param position of the first byte in the object, after all bytes that were read before
     * @return the number of bytes
     * @throws IOException if the connection breaks before the first byte
     */
    int read(byte[] buffer, int offset, int length, long position) throws IOException {
        int count = 0;
        try {
            ResponseInputStream<GetObjectResponse> in = answer(position);
            boolean last = position + length >= end;
            while (count < length && (last || goesOn())) {
                long start = nanoTime.getAsLong();
                int read = in.read(buffer, offset + count, Math.min(STEP, length - count));
                if (read < 0) {
                    throw new EOFException("the response ended too early");
                }
                count += read;
                long quick = TimeUnit.SECONDS.toNanos(read) / QUICK_BYTES_PER_SECOND;
                behindNanos = Math.max(0, behindNanos + nanoTime.getAsLong() - start - quick);
                over = behindNanos > patienceNanos;
            }
            if (position + count == end) {
                ended = true;
                in.close();
            }
        } catch (IOException e) {
            over = true;
            if (count == 0) {
                throw e;
            }
        }
        return count;
    }

    /**
     * Whether this connection is enough: it is unbroken and fast. The time before the response, and the time in which
     * nobody reads, do not count.
     */
    boolean goesOn() {
        return !over;
    }

    private ResponseInputStream<GetObjectResponse> answer(long position) throws IOException {
        synchronized (this) {
            if (answer != null) {
                return answer;
            }
        }
        ResponseInputStream<GetObjectResponse> opened = request.from(position);
        synchronized (this) {
            answer = opened;
            if (closed) {
                opened.abort();
                throw new IOException("closed before the server answered");
            }
        }
        return opened;
    }

    /** Does not wait for the rest of the response. A connection that was read to its end is reused. */
    @Override
    public synchronized void close() {
        closed = true;
        if (answer != null && !ended) {
            answer.abort();
        }
    }
}
