package org.zfsbackup.stream;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where an encoder writes that ends its format when it is closed, whatever happened before: once it is dropped, nobody
 * gets that end, which would make a whole of what was cut off.
 */
public final class DiscardableOutput extends OutputStream {
    private final OutputStream out;
    private boolean dropped;
    private boolean refused;

    public DiscardableOutput(OutputStream out) {
        this.out = out;
    }

    /** From now on what is written goes nowhere. */
    public void drop() {
        dropped = true;
    }

    /** From now on nothing can be written, so that the encoder gives up what it has not yet encoded. */
    public void refuse() {
        refused = true;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (refused) {
            throw new IOException("the stream was cut off");
        }
        if (!dropped) {
            out.write(bytes, offset, length);
        }
    }
}
