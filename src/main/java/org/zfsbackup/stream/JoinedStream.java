package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Concatenates streams. Each one is opened after the one before has ended and was closed. If one fails, every further
 * read fails too, so no part is ever skipped. Another thread may close this stream.
 */
public final class JoinedStream extends BlockReadingStream {
    /** One of the streams. */
    @FunctionalInterface
    public interface Part {
        /** Opens the stream, in the reading thread; the joined stream closes it. */
        InputStream open() throws IOException;
    }

    private final Iterator<Part> parts;
    private volatile @Nullable InputStream current;
    private volatile boolean closed;
    private @Nullable IOException failure;

    /** Creates the stream. Nothing is opened before the first read. */
    public JoinedStream(List<Part> parts) {
        this.parts = List.copyOf(parts).iterator();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (failure != null) {
            throw failure;
        }
        if (length == 0) {
            return 0;
        }
        try {
            return readParts(target, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        } catch (RuntimeException e) {
            failure = new IOException("failed with " + e, e);
            throw e;
        }
    }

    private int readParts(byte[] target, int offset, int length) throws IOException {
        while (!closed) {
            InputStream in = current;
            if (in == null) {
                if (!parts.hasNext()) {
                    return -1;
                }
                in = parts.next().open();
                current = in;
                if (closed) {
                    in.close();
                }
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
