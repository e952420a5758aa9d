package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import org.zfsbackup.stream.BlockFilterStream;

/** What is got: its end is an end only where it is as long as the store says. A connection that is cut often looks like one. */
final class WholeStream extends BlockFilterStream {
    private final long size;
    private final String what;
    private long count;

    WholeStream(InputStream in, long size, String what) {
        super(in);
        this.size = size;
        this.what = what;
    }

    /** JSch's stream gives no bytes now and then, where it should wait for one. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read;
        do {
            read = in.read(target, offset, length);
        } while (read == 0 && length > 0);
        count += Math.max(read, 0);
        if (count > size || (read < 0 && count != size)) {
            throw new IOException(what + " gave " + count + " bytes and " + (read < 0 ? "ended" : "more come")
                    + ", but is " + size + " bytes long: the connection was cut, or it was changed meanwhile");
        }
        return read;
    }
}
