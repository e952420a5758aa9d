package org.zfsbackup.pipe;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.process.Command;
import org.zfsbackup.stream.DiscardableOutput;
import org.zfsbackup.stream.FunctionStream;
import org.zfsbackup.stream.Streams;

/**
 * Zstandard frames (RFC 8878) with checksums, by the zstd library: options {@code level}, 1 to 19, {@code workers}, and
 * {@code longDistance=true} for matches up to 128 MiB back, which takes as much memory in either direction.
 */
final class ZstdPipe implements PipeKind {
    static final int DEFAULT_LEVEL = 3;
    private static final int LONG_WINDOW_LOG = 27;

    /** From here on zstd's own jobs are of 32 MiB, on which a core works for a quarter of a minute without a stop. */
    private static final int FIRST_SLOW_LEVEL = 17;

    private static final int JOB = 8 << 20;
    private static final int QUARTER_OF_WINDOW = 7;

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public Protection protection() {
        return Protection.NONE;
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        WorkerCount.of(wanted);
        return new PipeSpec(name(), Map.of("level", Integer.toString(level(wanted))));
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) {
        int level = level(wanted);
        int workers = WorkerCount.of(wanted);
        boolean longDistance =
                wanted.option("longDistance").map(Boolean::parseBoolean).orElse(false);
        return FunctionStream.through("zstd", upstream, context.stallTimeout(), (in, out) -> {
            DiscardableOutput kept = new DiscardableOutput(out);
            ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(kept);
            try {
                zstd.setChecksum(true).setLevel(level).setWorkers(workers);
                if (longDistance) {
                    zstd.setLong(LONG_WINDOW_LOG);
                } else if (level >= FIRST_SLOW_LEVEL) {
                    zstd.setJobSize(JOB).setOverlapLog(QUARTER_OF_WINDOW);
                }
                Streams.copy(in, zstd);
            } catch (IOException | RuntimeException | Error e) {
                kept.refuse();
                close(zstd, e);
                throw e;
            }
            zstd.close();
        });
    }

    /** Frees the memory of a stream that failed. The library waits for the jobs that run, and begins no other. */
    private static void close(ZstdOutputStreamNoFinalizer zstd, Throwable failure) {
        try {
            zstd.close();
        } catch (IOException refused) {
            if (failure != refused) {
                failure.addSuppressed(refused);
            }
        }
    }

    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) {
        return FunctionStream.through("unzstd", stored, context.stallTimeout(), (in, out) -> {
            PushbackInputStream first = new PushbackInputStream(in);
            int begin = first.read();
            if (begin < 0) {
                throw new EOFException("the zstd data are cut off: there are none");
            }
            first.unread(begin);
            try (InputStream zstd = new ZstdInputStreamNoFinalizer(first)) {
                Streams.copy(zstd, out);
            }
        });
    }

    @Override
    public Optional<Command> remoteDecodeCommand(PipeSpec recorded) {
        return Optional.of(Command.of("zstd", "-dc", "-q", "--long=31"));
    }

    @Override
    public String recipe(PipeSpec recorded) {
        return "zstd -dc";
    }

    private static int level(PipeSpec spec) {
        String text = spec.option("level").orElse(Integer.toString(DEFAULT_LEVEL));
        if (!text.matches("[1-9]|1[0-9]")) {
            throw new IllegalArgumentException("the level of zstd is a number from 1 to 19, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
