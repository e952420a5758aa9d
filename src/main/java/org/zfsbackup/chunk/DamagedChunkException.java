package org.zfsbackup.chunk;

import java.io.IOException;

/** A stored chunk differs from what its record says. */
public final class DamagedChunkException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param path the chunk's path
     * @param what the rest of the sentence after "chunk PATH"
     */
    public DamagedChunkException(String path, String what) {
        super("chunk " + path + " " + what);
    }

    /**
     * The chunk has the wrong size.
     *
     * @param expected the bytes that were stored
     * @param found the bytes that were read, so far if there are more than expected
     */
    public static DamagedChunkException size(String path, long expected, long found) {
        return new DamagedChunkException(
                path,
                "has " + (found > expected ? "at least " : "") + found + " bytes, and " + expected
                        + " were stored: it is " + (found < expected ? "cut off" : "too long"));
    }

    static DamagedChunkException digest(String path) {
        return new DamagedChunkException(path, "is not what was stored: its SHA-256 differs, so it was changed");
    }
}
