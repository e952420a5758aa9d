package org.zfsbackup.store.s3;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.zfsbackup.stream.DaemonThreads;

/**
 * How bytes move between us and a server: in parts, several at once, each in a buffer of its own that is used again.
 *
 * @param partSize in bytes
 * @param parallel how many parts are on their way at once
 */
public record PartSettings(int partSize, int parallel) {
    static final int DEFAULT_PART_MIB = 8;
    /** Amazon's: no part but the last is smaller, and no upload has more of them. */
    static final int SMALLEST_PART = 5 << 20;

    static final int MOST_PARTS = 10_000;
    private static final int LARGEST_PART = 512 << 20;
    private static final int MOST_PARALLEL = 64;

    public PartSettings {
        if (partSize < SMALLEST_PART || partSize > LARGEST_PART) {
            throw new IllegalArgumentException("parts have 5 to 512 MiB, not " + (partSize >> 20));
        }
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new IllegalArgumentException("1 to 64 parts go at once, not " + parallel);
        }
    }

    /** The most bytes of one object. */
    public long longest() {
        return (long) partSize * MOST_PARTS;
    }

    /** The buffers: one more than are on their way, for the part that is being filled. Made when they are first needed. */
    Buffers buffers() {
        return new Buffers(partSize, parallel + 1);
    }

    /** Threads that end by themselves when nothing is to be done. */
    ThreadPoolExecutor threads(String name) {
        return new ThreadPoolExecutor(
                parallel, parallel, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.factory(name));
    }

    /** A bounded number of buffers; whoever asks for one too many waits. */
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
