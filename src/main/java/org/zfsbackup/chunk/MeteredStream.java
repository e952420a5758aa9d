package org.zfsbackup.chunk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Counts and hashes what is read through it, up to a limit. */
public final class MeteredStream extends FilterInputStream {
    private final MessageDigest sha256 = sha256();
    private final long limit;
    private final String limitMessage;
    private final LongConsumer progress;
    private long size;
    private boolean ended;

    private MeteredStream(InputStream in, long limit, String limitMessage, LongConsumer progress) {
        super(in);
        this.limit = limit;
        this.limitMessage = limitMessage;
        this.progress = progress;
    }

    public static MeteredStream of(InputStream in) {
        return new MeteredStream(in, Long.MAX_VALUE, "", bytes -> {});
    }

    /** Tells the number of bytes of every read, in the reading thread. */
    public static MeteredStream telling(InputStream in, LongConsumer progress) {
        return new MeteredStream(in, Long.MAX_VALUE, "", progress);
    }

    /** Fails as soon as more than {@code limit} bytes come. */
    public static MeteredStream limited(InputStream in, long limit, String message) {
        return new MeteredStream(in, limit, message, bytes -> {});
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
        sha256.update(target, offset, count);
        progress.accept(count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(Math.max(count, 0), 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Whether the end of the stream was seen. */
    public boolean ended() {
        return ended;
    }

    public long size() {
        return size;
    }

    /** What was read so far. */
    public Digest digest() {
        try {
            MessageDigest soFar = (MessageDigest) sha256.clone();
            return new Digest(size, HexFormat.of().formatHex(soFar.digest()));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this JDK's SHA-256 cannot be read in between", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
