package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that is read in blocks. Reading or skipping single bytes goes through the same method, so that nothing passes by
 * what a subclass does with its bytes. It cannot be marked and read again.
 */
public abstract class BlockReadingStream extends InputStream {
    /** Gives at least one byte unless {@code length} is 0; -1 at the end. */
    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
