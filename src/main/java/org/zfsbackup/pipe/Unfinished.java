package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where an encoder writes that ends its format when it is closed, whatever happened before: once it is dropped, nobody
 * gets that end, which would make a whole of what was cut off.
 */
public final class Unfinished extends OutputStream {
    private final OutputStream out;
    private boolean dropped;

    public Unfinished(OutputStream out) {
        this.out = out;
    }

    /** From now on what is written goes nowhere. */
    public void drop() {
        dropped = true;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!dropped) {
            out.write(bytes, offset, length);
        }
    }
}
