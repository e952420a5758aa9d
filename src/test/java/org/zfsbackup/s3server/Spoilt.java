package org.zfsbackup.s3server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream one byte of which is not what it was. */
final class Spoilt extends FilterInputStream {
    /** An ETag that nothing has. */
    static final String ETAG = "00000000000000000000000000000bad";

    private long left;

    Spoilt(InputStream in, long at) {
        super(in);
        left = at;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = in.read(bytes, from, length);
        if (left >= 0 && left < count) {
            bytes[from + (int) left] ^= 1;
        }
        left -= Math.max(count, 0);
        return count;
    }
}
