package org.zfsbackup.stream;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a stream, which is known after the stream has ended. {@code toString} returns its hexadecimal digits
 * then. Any thread may ask.
 */
public final class StreamDigest {
    private volatile @Nullable String hex;

    /** Creates a hash that is not known yet. */
    public StreamDigest() {}

    void is(byte[] digest) {
        hex = HexFormat.of().formatHex(digest);
    }

    /** Returns whether the stream was read to its end. */
    public boolean isKnown() {
        return hex != null;
    }

    @Override
    public String toString() {
        String known = hex;
        return known == null ? "not read to its end" : known;
    }
}
