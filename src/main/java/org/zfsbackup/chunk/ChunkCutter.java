package org.zfsbackup.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.zfsbackup.stream.BlockReadingStream;

/**
 * Cuts a stream into parts of a given size; the last may be shorter, none is empty.
 *
 * <p>The parts are read one after the other by one thread, each to its end before the next is asked for. Closing a part
 * does not close the source.
 */
public final class ChunkCutter {
    private final InputStream source;
    private final long size;
    private int ahead = -1;
    private boolean atEnd;
    private boolean partOpen;

    /** @param size bytes in each part but the last */
    public ChunkCutter(InputStream source, long size) {
        if (size < 1) {
            throw new IllegalArgumentException("a chunk of " + size + " bytes");
        }
        this.source = source;
        this.size = size;
    }

    /** The next part, or nothing at the end of the source. Reads one byte of it, so as to never begin an empty one. */
    public Optional<InputStream> next() throws IOException {
        if (partOpen) {
            throw new IllegalStateException("the part before was not read to its end");
        }
        if (!atEnd) {
            ahead = source.read();
            atEnd = ahead < 0;
        }
        if (atEnd) {
            return Optional.empty();
        }
        partOpen = true;
        return Optional.of(new Part());
    }

    private final class Part extends BlockReadingStream {
        private long left = size;
        private boolean ended;

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (ended) {
                return -1;
            }
            if (left == 0) {
                return end();
            }
            if (ahead >= 0) {
                target[offset] = (byte) ahead;
                ahead = -1;
                left--;
                return 1;
            }
            int count = source.read(target, offset, (int) Math.min(left, length));
            if (count < 0) {
                atEnd = true;
                return end();
            }
            left -= count;
            return count;
        }

        private int end() {
            ended = true;
            partOpen = false;
            return -1;
        }
    }
}
