package org.zfsbackup.store.s3;

/**
 * The memory that the buffers of all transfers of this process share, however many routes and stores it has. Each
 * transfer gets its first buffer in any case, so that none waits for another; it gets more of them as long as they are
 * within its share. Safe for use by several threads.
 */
final class PartMemory {
    private static final int SHARE_OF_HEAP = 3;
    /** A third of the heap. */
    static final PartMemory OF_PROCESS = new PartMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

    private final long limit;
    private long used;
    private int transfers;

    /** @param limit in bytes, as long as the first buffers alone need no more */
    PartMemory(long limit) {
        this.limit = limit;
    }

    /** Takes the first buffer of a transfer. */
    synchronized void begin(int size) {
        transfers++;
        used += size;
    }

    /**
     * Takes another buffer of a transfer.
     *
     * @param held the bytes that the transfer holds
     * @return whether there was one
     */
    synchronized boolean take(int size, long held) {
        if (used + size > limit || held + size > limit / transfers) {
            return false;
        }
        used += size;
        return true;
    }

    /** Whether a transfer holds more than its share, because others have begun since, and should return a buffer. */
    synchronized boolean isTooMuch(long held) {
        return held > limit / transfers;
    }

    /** Returns buffers of a transfer that goes on. */
    synchronized void release(long bytes) {
        used -= bytes;
    }

    /** Returns all that a transfer still holds. */
    synchronized void end(long held) {
        transfers--;
        used -= held;
    }

    /** The bytes of all buffers. */
    synchronized long used() {
        return used;
    }
}
