package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockReadingStream;

/**
 * The input of a function that is not ours: at most a limited number of bytes, and failures that the function cannot
 * hide.
 *
 * <p>Closing it does nothing: the upstream is closed together with the result.
 */
final class FunctionSource extends BlockReadingStream {
    /** The run of a function. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private final InputStream in;
    private final LongSupplier limit;
    private final String tooLong;
    private long total;
    private @Nullable IOException failure;

    FunctionSource(InputStream in, LongSupplier limit, String tooLong) {
        this.in = in;
        this.limit = limit;
        this.tooLong = tooLong;
    }

    /** Runs the function. Throws the failure of the upstream even if the function ignored it. */
    void endTo(String title, Work work) throws IOException {
        try {
            work.run();
        } catch (IOException e) {
            throw failure == null ? e : failure;
        } catch (RuntimeException e) {
            throw failure == null ? new IOException(title + " failed: " + e, e) : failure;
        }
        if (failure != null) {
            throw failure;
        }
        if (read() >= 0) {
            throw new IOException(title + " returned before it had read its whole input");
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            int count;
            do {
                count = in.read(target, offset, length);
            } while (count == 0 && length > 0);
            total += Math.max(count, 0);
            if (total > limit.getAsLong()) {
                throw new IOException(tooLong);
            }
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
