package org.zfsbackup.stream;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The output of an encoder that writes the trailer of its format when it is closed, even after a failure. Call {@link
 * #drop} before closing such an encoder: the trailer is then discarded, so a truncated stream cannot look complete.
 */
public final class DiscardableOutput extends OutputStream {
    private final OutputStream out;
    private boolean dropped;
    private boolean refused;

    /**
     * Creates the output.
     *
     * @param out is not closed with it
     */
    public DiscardableOutput(OutputStream out) {
        this.out = out;
    }

    /** Discards everything that is written after this call. */
    public void drop() {
        dropped = true;
    }

    /** Makes every write after this call throw, so that the encoder gives up what it has not encoded yet. */
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
