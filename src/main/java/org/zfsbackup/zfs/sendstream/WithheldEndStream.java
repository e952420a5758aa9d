package org.zfsbackup.zfs.sendstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * Gives the last records of a send stream only after the source has given its end: {@code zfs receive} keeps what it got
 * as soon as it has read the END record, so what is found wrong at the end of the source must be found before that.
 *
 * <p>It withholds two record heads, because a compound stream ends with the END of its last dataset and one of its own.
 * Of a compound stream the datasets before the last one are received all the same. Closing closes the source.
 */
public final class WithheldEndStream extends BlockFilterStream {
    private static final int WITHHELD = 2 * ReplayRecord.LENGTH;
    private static final int BUFFER = 128 * 1024;

    private final byte[] buffer = new byte[WITHHELD + BUFFER];
    private int from;
    private int to;
    private boolean ended;

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
