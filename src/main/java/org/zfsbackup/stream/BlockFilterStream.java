package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;

/** A stream that does something with the bytes of another, block by block. Closing it closes the other. */
public abstract class BlockFilterStream extends BlockReadingStream {
    /** Where the bytes come from. */
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
