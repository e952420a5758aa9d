package org.zfsbackup.pipe;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import org.zfsbackup.stream.DiscardableOutput;
import org.zfsbackup.stream.Streams;

/** Compresses and decompresses with zstd's library. An application may lack it, and {@link ZstdPipe} loads without it. */
final class ZstdStreams {
    private static final int LONG_WINDOW_LOG = 27;
    /** From this level on, zstd cuts jobs of 32 MiB, each of which keeps a core busy for a quarter of a minute. */
    private static final int FIRST_SLOW_LEVEL = 17;

    private static final int JOB = 8 << 20;
    private static final int QUARTER_OF_WINDOW = 7;

    /**
     * How much work compression may take.
     *
     * @param level 1 to 19
     * @param workers the number of threads
     * @param longDistance whether zstd looks for matches up to 128 MiB back
     */
    record Effort(int level, int workers, boolean longDistance) {}

    private ZstdStreams() {}

    static void compress(InputStream in, OutputStream out, Effort effort) throws IOException {
        DiscardableOutput kept = new DiscardableOutput(out);
        ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(kept);
        try {
            zstd.setChecksum(true).setLevel(effort.level()).setWorkers(effort.workers());
            if (effort.longDistance()) {
                zstd.setLong(LONG_WINDOW_LOG);
            } else if (effort.level() >= FIRST_SLOW_LEVEL) {
                zstd.setJobSize(JOB).setOverlapLog(QUARTER_OF_WINDOW);
            }
            Streams.copy(in, zstd);
        } catch (IOException | RuntimeException | Error e) {
            kept.refuse();
            close(zstd, e);
            throw e;
        }
        zstd.close();
    }

    /** Frees the memory of a stream that failed. The library waits for the jobs that run, and starts no other. */
    private static void close(ZstdOutputStreamNoFinalizer zstd, Throwable failure) {
        try {
            zstd.close();
        } catch (IOException refused) {
            if (failure != refused) {
                failure.addSuppressed(refused);
            }
        }
    }

    static void decompress(InputStream in, OutputStream out) throws IOException {
        PushbackInputStream first = new PushbackInputStream(in);
        int begin = first.read();
        if (begin < 0) {
            throw new EOFException("the zstd data are cut off: there are none");
        }
        first.unread(begin);
        try (InputStream zstd = new ZstdInputStreamNoFinalizer(first)) {
            Streams.copy(zstd, out);
        }
    }
}
