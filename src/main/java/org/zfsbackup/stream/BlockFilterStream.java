package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;

/** Filters another stream block by block. Closing this stream closes the other one. */
public abstract class BlockFilterStream extends BlockReadingStream {
    /** The stream that is read. */
    protected final InputStream in;

    protected BlockFilterStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
