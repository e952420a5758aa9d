package org.zfsbackup.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.zfsbackup.stream.BlockReadingStream;

/**
 * Cuts a stream into parts of given sizes. The last part may be shorter; no part is empty.
 *
 * <p>One thread reads the parts, each to its end before it asks for the next one. Closing a part does not close the
 * source.
 */
public final class ChunkCutter {
    private final InputStream source;
    private int ahead = -1;
    private boolean atEnd;
    private boolean partOpen;

    /**
     * Creates the cutter.
     *
     * @param source is not closed by the cutter
     */
    public ChunkCutter(InputStream source) {
        this.source = source;
    }

    /**
     * Returns the next part, or nothing at the end of the source. Reads one byte of it in advance, so that no part is
     * empty.
     *
     * @param length the bytes of this part, unless the source ends before; at least 1
     * @throws IllegalArgumentException if the length is less than 1
     * @throws IllegalStateException if the part before was not read to its end
     */
    public Optional<InputStream> next(long length) throws IOException {
        if (length < 1) {
            throw new IllegalArgumentException("the size of a chunk is at least 1 byte, not " + length);
        }
        if (partOpen) {
            throw new IllegalStateException("the previous part was not read to its end");
        }
        if (!atEnd) {
            ahead = source.read();
            atEnd = ahead < 0;
        }
        if (atEnd) {
            return Optional.empty();
        }
        partOpen = true;
        return Optional.of(new Part(length));
    }

    private final class Part extends BlockReadingStream {
        private long left;
        private boolean ended;

        Part(long length) {
            this.left = length;
        }

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
