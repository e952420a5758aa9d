package org.zfsbackup.camel.component.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * The input of a zip entry, limited so that the entry stays below 4 GiB even if it cannot be compressed. Beyond 4 GiB
 * Camel's writer does not switch to Zip64, which readers expect.
 */
final class ZipEntrySource extends BlockFilterStream {
    static final long MOST = (4L << 30) - (16L << 20);

    private final long most;
    private long total;

    ZipEntrySource(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        total += Math.max(count, 0);
        if (total > most) {
            throw new ZipException("an entry of a zip file can have at most " + most
                    + " bytes: put the pipe into the route for one chunk, and set a smaller plainSize= at chunk:");
        }
        return count;
    }
}
