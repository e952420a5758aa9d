package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that is read in blocks. Reading or skipping single bytes goes through the same method, so a subclass sees
 * every byte. The stream does not support {@code mark}.
 */
public abstract class BlockReadingStream extends InputStream {
    /** Returns at least one byte unless {@code length} is 0, and -1 at the end of the stream. */
    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
