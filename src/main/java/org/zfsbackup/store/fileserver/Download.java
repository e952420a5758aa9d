package org.zfsbackup.store.fileserver;

import java.io.IOException;
import java.io.InputStream;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * Returns its connection to the pool after the end of the stream. If it is closed earlier, the connection is closed,
 * because the rest of the file is still on its way.
 */
final class Download extends BlockFilterStream {
    private final Connections connections;
    private final RemoteFiles files;
    private boolean ended;
    private boolean whole;
    private boolean closed;

    Download(InputStream in, Connections connections, RemoteFiles files) {
        super(in);
        this.connections = connections;
        this.files = files;
    }

    /** JSch's stream sometimes returns 0 bytes instead of waiting. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        do {
            count = ended ? -1 : in.read(target, offset, length);
        } while (count == 0 && length > 0);
        if (count < 0 && !ended) {
            ended = true;
            in.close();
            files.finished();
            whole = true;
        }
        return count;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (whole) {
                connections.release(files);
            } else {
                files.close();
            }
        }
    }
}
