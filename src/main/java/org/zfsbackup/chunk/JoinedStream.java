package org.zfsbackup.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Streams one after the other, each opened when the one before has ended and is closed. */
public final class JoinedStream extends InputStream {
    /** Opens one of the streams. */
    @FunctionalInterface
    public interface Part {
        InputStream open() throws IOException;
    }

    private final Iterator<Part> parts;
    private volatile @Nullable InputStream current;
    private volatile boolean closed;

    public JoinedStream(List<Part> parts) {
        this.parts = List.copyOf(parts).iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (!closed) {
            InputStream in = current;
            if (in == null) {
                if (!parts.hasNext()) {
                    return -1;
                }
                current = parts.next().open();
                continue;
            }
            int count = in.read(target, offset, length);
            if (count >= 0) {
                return count;
            }
            current = null;
            in.close();
        }
        throw new IOException("the stream is closed");
    }

    @Override
    public void close() throws IOException {
        closed = true;
        InputStream in = current;
        if (in != null) {
            in.close();
        }
    }
}
