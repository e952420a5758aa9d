package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.OutputStream;

/** The output of a function that is not ours. Blocks stay whole however often it flushes, and closing does nothing. */
final class FunctionSink extends OutputStream {
    private final OutputStream out;
    private final long limit;
    private final String tooLong;
    private long total;

    FunctionSink(OutputStream out, long limit, String tooLong) {
        this.out = out;
        this.limit = limit;
        this.tooLong = tooLong;
    }

    boolean hasBegun() {
        return total > 0;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        total += length;
        if (total > limit) {
            throw new IOException(tooLong);
        }
        out.write(bytes, offset, length);
    }
}
