package org.zfsbackup.chunk;

import java.io.IOException;

/** A chunk is not what the map says of it. */
public final class DamagedChunkException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedChunkException(String path, String what) {
        super("chunk " + path + " " + what);
    }

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
