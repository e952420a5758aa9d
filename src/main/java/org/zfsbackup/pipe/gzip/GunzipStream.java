package org.zfsbackup.pipe.gzip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.zfsbackup.stream.BlockReadingStream;

/**
 * Reads gzip (RFC 1952) with any number of members.
 *
 * <p>The JDK's own stream asks {@code available()} whether another member follows. It ends early, without an error, if
 * no byte happens to be available. This stream reads on. It ends only if the last member is complete and its checksum
 * and length are right; other bytes after a member are an error.
 */
final class GunzipStream extends BlockReadingStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int end;
    private boolean hasMember;
    private boolean inMember;
    private boolean atEnd;
    private final boolean closed;
    private boolean isEmpty;

    GunzipStream(InputStream source) {
        this(source, false);
    }

    /**
     * Creates the stream.
     *
     * @param closed whether the last member must be empty; the data are cut off without it
     */
    GunzipStream(InputStream source, boolean closed) {
        this.source = source;
        this.closed = closed;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!atEnd) {
            if (!inMember) {
                header();
                continue;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                crc.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                trailer();
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            if (inflater.needsInput()) {
                fill();
                inflater.setInput(buffer, from, end - from);
                from = end;
            }
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw new ZipException("the gzip data are damaged: " + e.getMessage());
        }
    }

    /**
     * Reads the head of a member. The first member is required; after it, only another member or the end may follow.
     */
    private void header() throws IOException {
        boolean first = !hasMember;
        if (from == end) {
            int count = source.read(buffer, 0, buffer.length);
            if (count < 0 && !first) {
                if (closed && !isEmpty) {
                    throw new EOFException("the gzip data are cut off: the empty member at their end is missing");
                }
                atEnd = true;
                return;
            }
            from = 0;
            end = Math.max(count, 0);
            if (count == 0) {
                return;
            }
        }
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw new ZipException(first ? "it is not gzip" : "bytes that are not gzip follow the gzip data");
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inMember = true;
        hasMember = true;
        inflater.reset();
        crc.reset();
        inflater.setInput(buffer, from, end - from);
        from = end;
    }

    private void trailer() throws IOException {
        from = end - inflater.getRemaining();
        long expectedCrc = word();
        long expectedLength = word();
        if (expectedCrc != crc.getValue()) {
            throw new ZipException("the gzip data are damaged: the checksum differs");
        }
        if (expectedLength != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("the gzip data are damaged: the length differs");
        }
        inMember = false;
        isEmpty = expectedLength == 0;
    }

    private long word() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText(boolean there) throws IOException {
        if (there) {
            while (next() != 0) {
                // Skip to the zero byte at the end of the text.
            }
        }
    }

    private int next() throws IOException {
        if (from == end) {
            fill();
        }
        return buffer[from++] & 0xff;
    }

    private void fill() throws IOException {
        int count;
        do {
            count = source.read(buffer, 0, buffer.length);
        } while (count == 0);
        if (count < 0) {
            throw new EOFException("the gzip data are cut off");
        }
        from = 0;
        end = count;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        source.close();
    }
}
