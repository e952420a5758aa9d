package org.zfsbackup.stream;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hash of a stream that may still be read: as text its hex digits, once the stream has ended. */
public final class StreamDigest {
    private volatile @Nullable String hex;

    /** A hash that is not known yet. */
    public StreamDigest() {}

    void is(byte[] digest) {
        hex = HexFormat.of().formatHex(digest);
    }

    /** Whether the stream was read to its end. */
    public boolean isKnown() {
        return hex != null;
    }

    @Override
    public String toString() {
        String known = hex;
        return known == null ? "not read to its end" : known;
    }
}
