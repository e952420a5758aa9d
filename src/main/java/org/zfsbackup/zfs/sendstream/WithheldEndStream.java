package org.zfsbackup.zfs.sendstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * Withholds the last records of a send stream until the source has ended without an error. {@code zfs receive} keeps
 * what it received as soon as it has read the END record, so an error at the end of the source must be found before
 * that.
 *
 * <p>It withholds two record heads, because a compound stream ends with the END of its last dataset and its own. The
 * earlier datasets of a compound stream are received anyway. Closing closes the source.
 */
public final class WithheldEndStream extends BlockFilterStream {
    private static final int WITHHELD = 2 * ReplayRecord.LENGTH;
    private static final int BUFFER = 128 * 1024;

    private final byte[] buffer = new byte[WITHHELD + BUFFER];
    private int from;
    private int to;
    private boolean ended;

    /**
     * Creates the stream.
     *
     * @param source closed with this stream
     */
    public WithheldEndStream(InputStream source) {
        super(source);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!ended && to - from <= WITHHELD) {
            fill();
        }
        int there = ended ? to - from : to - from - WITHHELD;
        if (there == 0) {
            return -1;
        }
        int count = Math.min(there, length);
        System.arraycopy(buffer, from, target, offset, count);
        from += count;
        return count;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int count = in.read(buffer, to, buffer.length - to);
        if (count < 0) {
            ended = true;
        } else {
            to += count;
        }
    }

    @Override
    public int available() {
        return 0;
    }
}
