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
 * Bytes of an object in the answer to a single request, read for as long as its connection is quick. A server nearby fills
 * one connection, and each request more costs both sides; Amazon gives a connection some 90 MB/s, and the next one as much
 * again. Read by one thread, closed by any.
 */
final class StreamingGet implements Closeable {
    private static final long QUICK_BYTES_PER_SECOND = 128L << 20;
    /** How far it may be behind that: for a server that has to find its pace, and for its pauses. */
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Of who has nobody to share with. */
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
    /** How much longer the bytes took than quick ones; what comes quicker makes good for it. */
    private long behindNanos;

    @FunctionalInterface
    interface Request {
        ResponseInputStream<GetObjectResponse> from(long position) throws IOException;
    }

    /**
     * @param end behind the last byte that is asked for
     * @param patienceNanos how much later than quick ones the bytes may come
     * @param nanoTime as {@link System#nanoTime}
     */
    StreamingGet(Request request, long end, long patienceNanos, LongSupplier nanoTime) {
        this.request = request;
        this.end = end;
        this.patienceNanos = patienceNanos;
        this.nanoTime = nanoTime;
    }

    /**
     * Reads until the buffer is full or the answer does not go on. What reaches to its end is read however slow it comes:
     * nobody could share it.
     *
     * @param position of the first byte in the object, behind all that were read before
     * @return how many bytes came; it is an error where none did because the connection broke
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
                    throw new EOFException("the answer ended too early");
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
     * Whether one connection is enough: it did not break, and is quick. The time until the server answered, and that in which
     * nobody read, do not count.
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
                throw new IOException("closed before it was answered");
            }
        }
        return opened;
    }

    /** What is left of the answer is not waited for; a connection that has brought all of it is used again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (answer != null && !ended) {
            answer.abort();
        }
    }
}
