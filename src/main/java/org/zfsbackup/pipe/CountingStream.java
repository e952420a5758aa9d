package org.zfsbackup.pipe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Counts what passes through. */
public final class CountingStream extends FilterInputStream {
    private final LongConsumer listener;

    /** @param listener gets the bytes of each read, in the reading thread */
    public CountingStream(InputStream in, LongConsumer listener) {
        super(in);
        this.listener = listener;
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
            listener.accept(count);
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
