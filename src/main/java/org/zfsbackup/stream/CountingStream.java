package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Reports the number of bytes of each read. */
public final class CountingStream extends BlockFilterStream {
    private final LongConsumer listener;

    /**
     * Creates the stream.
     *
     * @param in closed with this stream
     * @param listener is given the bytes of each read, in the reading thread
     */
    public CountingStream(InputStream in, LongConsumer listener) {
        super(in);
        this.listener = listener;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            listener.accept(count);
        }
        return count;
    }
}
