package org.zfsbackup.s3server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** A stream that yields 4 MiB a second at most. */
final class Slow extends FilterInputStream {
    private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / (4 << 20);

    Slow(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = in.read(bytes, from, length);
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(count, 0) * NANOS_PER_BYTE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted in a slow answer").initCause(e);
        }
        return count;
    }
}
