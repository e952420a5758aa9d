package org.zfsbackup.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.Function;
import org.zfsbackup.stream.BlockReadingStream;

/** A command's output, whose failures are replaced by ours. */
final class MinaOutput extends BlockReadingStream {
    private final InputStream in;
    private final Function<IOException, IOException> failure;

    MinaOutput(InputStream in, Function<IOException, IOException> failure) {
        this.in = in;
        this.failure = failure;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure.apply(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
