package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Counts and hashes what is read through it, up to a limit. */
public final class MeteredStream extends BlockFilterStream {
    private final @Nullable MessageDigest sha256;
    private final @Nullable MeteredStream twin;
    private final long limit;
    private final String limitMessage;
    private final LongConsumer progress;
    private long size;
    private boolean ended;

    private MeteredStream(
            InputStream in, @Nullable MeteredStream twin, long limit, String limitMessage, LongConsumer progress) {
        super(in);
        this.twin = twin;
        this.sha256 = twin == null ? Hashes.sha256() : null;
        this.limit = limit;
        this.limitMessage = limitMessage;
        this.progress = progress;
    }

    public static MeteredStream of(InputStream in) {
        return telling(in, bytes -> {});
    }

    /** Tells the number of bytes of every read, in the reading thread. */
    public static MeteredStream telling(InputStream in, LongConsumer progress) {
        return new MeteredStream(in, null, Long.MAX_VALUE, "", progress);
    }

    /** Fails as soon as more than {@code limit} bytes come. */
    public static MeteredStream limited(InputStream in, long limit, String message) {
        return new MeteredStream(in, null, limit, message, bytes -> {});
    }

    /**
     * Of a stream that begins where another begins and reads from it alone, so that what that one has hashed need not be
     * hashed again. Its digest can be had whenever both have the same size: not while the other is read ahead.
     */
    public static MeteredStream sameAs(InputStream in, MeteredStream twin) {
        return new MeteredStream(in, twin, Long.MAX_VALUE, "", bytes -> {});
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        size += Math.max(count, 0);
        if (size > limit) {
            throw new IOException(limitMessage);
        }
        if (count < 0) {
            ended = true;
            return count;
        }
        if (sha256 != null) {
            sha256.update(target, offset, count);
        }
        progress.accept(count);
        return count;
    }

    /** Whether the end of the stream was seen. */
    public boolean ended() {
        return ended;
    }

    public long size() {
        return size;
    }

    /**
     * What was read so far.
     *
     * @throws IllegalStateException where it is the same as another, which has read more or less by now
     */
    public Digest digest() {
        if (sha256 == null) {
            return digestOfTwin();
        }
        try {
            MessageDigest soFar = (MessageDigest) sha256.clone();
            return new Digest(size, HexFormat.of().formatHex(soFar.digest()));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this JDK's SHA-256 cannot be read in between", e);
        }
    }

    private Digest digestOfTwin() {
        if (twin == null || twin.size() != size) {
            throw new IllegalStateException("the stream and its twin are not at the same byte");
        }
        return twin.digest();
    }
}
