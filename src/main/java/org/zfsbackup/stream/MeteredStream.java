package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Counts and hashes the bytes that are read, and can fail at a limit. For use by one thread. */
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

    /** Counts and hashes a stream, which is closed with the returned one. */
    public static MeteredStream of(InputStream in) {
        return telling(in, bytes -> {});
    }

    /**
     * Counts, hashes, and reports the number of bytes of each read.
     *
     * @param progress is called in the reading thread
     */
    public static MeteredStream telling(InputStream in, LongConsumer progress) {
        return new MeteredStream(in, null, Long.MAX_VALUE, "", progress);
    }

    /**
     * Counts, hashes, and fails as soon as a stream has more than {@code limit} bytes.
     *
     * @param message the message of that failure
     */
    public static MeteredStream limited(InputStream in, long limit, String message) {
        return new MeteredStream(in, null, limit, message, bytes -> {});
    }

    /**
     * Counts a stream that starts at the same byte as its twin and reads from it alone, and does not hash it a second
     * time. Its digest is available whenever both have the same size, so not while the twin is being read ahead.
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

    /** Returns whether the end of the stream was read. */
    public boolean ended() {
        return ended;
    }

    /** Returns the bytes read so far. */
    public long size() {
        return size;
    }

    /**
     * Returns the size and the hash of what was read so far.
     *
     * @throws IllegalStateException if this stream shares the hash of a twin, and the twin has read more or less by now
     */
    public Digest digest() {
        if (sha256 == null) {
            return digestOfTwin();
        }
        try {
            MessageDigest soFar = (MessageDigest) sha256.clone();
            return new Digest(size, HexFormat.of().formatHex(soFar.digest()));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this JDK's SHA-256 cannot be cloned", e);
        }
    }

    private Digest digestOfTwin() {
        if (twin == null || twin.size() != size) {
            throw new IllegalStateException("the stream and its twin are not at the same byte");
        }
        return twin.digest();
    }
}
