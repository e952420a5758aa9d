package org.zfsbackup.store.s3;

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
     * One buffer more than there are parallel parts, for the part that is being filled, or fewer if all transfers of
     * this process need too much memory. The caller closes them.
     */
    PartBuffers buffers() {
        return new PartBuffers(partSize, parallel + 1, PartMemory.OF_PROCESS);
    }

    /** Daemon threads; the caller shuts them down. */
    ThreadPoolExecutor threads(String name) {
        return new ThreadPoolExecutor(
                parallel, parallel, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.factory(name));
    }
}
