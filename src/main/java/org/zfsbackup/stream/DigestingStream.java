package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes the bytes that are read, and publishes the hash after the end of the stream was read. */
public final class DigestingStream extends BlockFilterStream {
    private final MessageDigest digest;
    private final StreamDigest result;

    /**
     * Creates the stream.
     *
     * @param in closed with this stream
     * @param digest has seen no byte yet
     * @param result receives the hash
     */
    public DigestingStream(InputStream in, MessageDigest digest, StreamDigest result) {
        super(in);
        this.digest = digest;
        this.result = result;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            digest.update(target, offset, count);
        } else if (count < 0 && !result.isKnown()) {
            result.is(digest.digest());
        }
        return count;
    }
}
