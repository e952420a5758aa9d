package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes what passes through, and tells the result when the end was seen. */
public final class DigestingStream extends BlockFilterStream {
    private final MessageDigest digest;
    private final StreamDigest result;

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
