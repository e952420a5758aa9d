package org.zfsbackup.camel.pipe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes what passes through, and tells the result when the end was seen. */
final class DigestingStream extends FilterInputStream {
    private final MessageDigest digest;
    private final StreamDigest result;

    DigestingStream(InputStream in, MessageDigest digest, StreamDigest result) {
        super(in);
        this.digest = digest;
        this.result = result;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(Math.max(count, 0), 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
