package org.zfsbackup.chunk;

import org.zfsbackup.stream.ByteSize;

/**
 * The sizes of the chunks of one stream, in bytes. A value; safe for use by several threads.
 *
 * <p>Small chunks let an interruption cost little, and few chunks keep the record of a long stream short. So the size grows
 * with the number of the chunk unless the user has chosen one.
 */
public final class ChunkSizes {
    /** What users write for sizes that grow. */
    public static final String AUTO = "auto";

    private static final long FIRST = 256L << 20;
    private static final int DOUBLED_EVERY = 1000;
    private static final long LARGEST = 2L << 30;

    private final long first;
    private final long largest;

    private ChunkSizes(long first, long largest) {
        this.first = first;
        this.largest = largest;
    }

    /**
     * Reads sizes as users write them.
     *
     * @param size {@value #AUTO} for 256 MiB, twice as much after each 1,000 chunks, and at most 2 GiB; or a size for all
     *     chunks, such as {@code 512MiB}
     * @throws IllegalArgumentException if it is neither
     */
    public static ChunkSizes parse(String size) {
        if (size.strip().equalsIgnoreCase(AUTO)) {
            return new ChunkSizes(FIRST, LARGEST);
        }
        long bytes = ByteSize.parse(size);
        return new ChunkSizes(bytes, bytes);
    }

    /**
     * Returns the most bytes of a chunk.
     *
     * @param number the number of the chunk in its stream, from 1
     */
    public long of(int number) {
        long size = first;
        for (int chunk = DOUBLED_EVERY; chunk < number && size < largest; chunk += DOUBLED_EVERY) {
            size *= 2;
        }
        return Math.min(size, largest);
    }

    /** Returns the most bytes of any chunk. */
    public long largest() {
        return largest;
    }
}
