package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * The content of an object. It ends normally only if it is as long as the store has reported, because the end of a
 * broken connection often looks like the end of the file.
 */
final class WholeStream extends BlockFilterStream {
    private final long size;
    private final String what;
    private long count;

    WholeStream(InputStream in, long size, String what) {
        super(in);
        this.size = size;
        this.what = what;
    }

    /** JSch's stream sometimes returns 0 bytes instead of waiting. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read;
        do {
            read = in.read(target, offset, length);
        } while (read == 0 && length > 0);
        count += Math.max(read, 0);
        if (count > size || (read < 0 && count != size)) {
            throw new IOException(what + " returned " + count + " bytes and " + (read < 0 ? "ended" : "continues")
                    + ", but its size is " + size + " bytes: the connection broke, or the object was replaced"
                    + " while it was read. Run it again");
        }
        return read;
    }
}
