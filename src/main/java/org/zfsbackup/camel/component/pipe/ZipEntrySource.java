package org.zfsbackup.camel.component.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * What goes into a zip file: so much that it stays below 4 GiB even where nothing can be compressed. Beyond that Camel's
 * writer goes on without the larger fields that readers expect there.
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
            throw new ZipException("one zip file holds no more than " + most
                    + " bytes: put the pipe behind chunk:, with a plainSize= below that");
        }
        return count;
    }
}
