package org.zfsbackup.store.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one transfer, which are reused. There is always at least one; how many there are depends on what other
 * transfers use. Closing it returns their memory. Safe for use by several threads.
 */
final class PartBuffers implements AutoCloseable {
    private final int size;
    private final int most;
    private final PartMemory memory;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private int made;
    private boolean closed;

    /**
     * @param size of each buffer, in bytes
     * @param most the largest number of buffers
     */
    PartBuffers(int size, int most, PartMemory memory) {
        this.size = size;
        this.most = most;
        this.memory = memory;
    }

    /** Returns a buffer; waits for one of those that are in use if there is no memory for another. */
    synchronized byte[] take() throws InterruptedException {
        byte[] buffer = poll();
        while (buffer == null) {
            wait();
            buffer = poll();
        }
        return buffer;
    }

    /** Returns a buffer; null if there is none without waiting. */
    synchronized byte @Nullable [] poll() {
        byte[] known = free.poll();
        if (known != null || !grows()) {
            return known;
        }
        made++;
        return new byte[size];
    }

    private boolean grows() {
        if (closed) {
            return true;
        }
        if (made == 0) {
            memory.begin(size);
            return true;
        }
        return made < most && memory.take(size, held());
    }

    private long held() {
        return (long) made * size;
    }

    /** Takes a buffer back. */
    synchronized void give(byte[] buffer) {
        if (!closed && made > 1 && memory.isTooMuch(held())) {
            made--;
            memory.release(size);
        } else {
            free.add(buffer);
        }
        notifyAll();
    }

    /** May be called more than once. */
    @Override
    public synchronized void close() {
        if (!closed && made > 0) {
            memory.end(held());
        }
        closed = true;
    }
}
