package org.zfsbackup.store.s3;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.zfsbackup.stream.DaemonThreads;

/**
 * How objects are transferred: in parts, several at the same time, with buffers that are reused.
 *
 * @param partSize in bytes
 * @param parallel the number of parts that are transferred at the same time
 */
public record PartSettings(int partSize, int parallel) {
    static final int DEFAULT_PART_MIB = 8;
    /** Amazon's limits: only the last part may be smaller, and an upload has at most this many parts. */
    static final int SMALLEST_PART = 5 << 20;

    static final int MOST_PARTS = 10_000;
    private static final int LARGEST_PART = 512 << 20;
    private static final int MOST_PARALLEL = 64;

    /** @throws IllegalArgumentException if a value is out of range */
    public PartSettings {
        if (partSize < SMALLEST_PART || partSize > LARGEST_PART) {
            throw new IllegalArgumentException("the part size must be 5 to 512 MiB, not " + (partSize >> 20));
        }
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new IllegalArgumentException("the number of parallel parts must be 1 to 64, not " + parallel);
        }
    }

    /** The maximum size of an object in bytes. */
    public long longest() {
        return (long) partSize * MOST_PARTS;
    }

    /**
     * One buffer more than there are parallel parts, for the part that is being filled. They are allocated when they
     * are first needed.
     */
    Buffers buffers() {
        return new Buffers(partSize, parallel + 1);
    }

    /** Daemon threads; the caller shuts them down. */
    ThreadPoolExecutor threads(String name) {
        return new ThreadPoolExecutor(
                parallel, parallel, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.factory(name));
    }

    /** A bounded number of buffers; {@code take} waits if all are in use. */
    static final class Buffers {
        private final int size;
        private final BlockingQueue<byte[]> free;
        private int unmade;

        private Buffers(int size, int count) {
            this.size = size;
            this.free = new ArrayBlockingQueue<>(count);
            this.unmade = count;
        }

        byte[] take() throws InterruptedException {
            byte[] known = free.poll();
            if (known != null) {
                return known;
            }
            synchronized (this) {
                if (unmade > 0) {
                    unmade--;
                    return new byte[size];
                }
            }
            return free.take();
        }

        void give(byte[] buffer) {
            free.add(buffer);
        }
    }
}
