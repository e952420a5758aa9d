package org.zfsbackup.pipe.gzip;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeKind;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.pipe.WorkerCount;
import org.zfsbackup.process.Command;
import org.zfsbackup.stream.FunctionStream;

/**
 * Gzip (RFC 1952) on all cores: options {@code level}, 1 to 9 with the JDK's zlib or {@code fast} with ISA-L, and
 * {@code workers}.
 */
public final class GzipPipe implements PipeKind {
    private static final String DEFAULT_LEVEL = "6";
    private static final String FAST = "fast";
    private static final long MEMORY_OF_A_WORKER = 7L * Block.SIZE;

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public Protection protection() {
        return Protection.NONE;
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        WorkerCount.of(wanted);
        return new PipeSpec(name(), Map.of("level", level(wanted)));
    }

    @Override
    public boolean isFullyRecorded(PipeSpec recorded) {
        return true;
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) {
        String level = level(wanted);
        int workers = workers(wanted);
        return FunctionStream.through("gzip", upstream, context.stallTimeout(), (in, out) -> {
            try (ParallelGzip gzip = gzip(level, workers)) {
                gzip.compress(in, out);
            }
        });
    }

    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) {
        boolean closed = level(recorded).equals(FAST);
        return FunctionStream.readAhead("gunzip", new GunzipStream(stored, closed), context.stallTimeout());
    }

    @Override
    public Optional<Command> remoteDecodeCommand(PipeSpec recorded) {
        return Optional.of(Command.of("gzip", "-dc"));
    }

    @Override
    public String recipe(PipeSpec recorded) {
        return "gunzip -c";
    }

    private static ParallelGzip gzip(String level, int workers) {
        return level.equals(FAST) ? ParallelGzip.fast(workers) : ParallelGzip.ofLevel(Integer.parseInt(level), workers);
    }

    /** Returns at most as many workers as fit into a quarter of the memory. */
    private static int workers(PipeSpec wanted) {
        long room = Runtime.getRuntime().maxMemory() / 4 / MEMORY_OF_A_WORKER;
        return (int) Math.max(1, Math.min(room, WorkerCount.of(wanted)));
    }

    private static String level(PipeSpec spec) {
        String text = spec.option("level").orElse(DEFAULT_LEVEL);
        if (!text.matches("[1-9]|" + FAST)) {
            throw new IllegalArgumentException(
                    "the level of gzip is a number from 1 to 9 or " + FAST + ", not '" + text + "'");
        }
        return text;
    }
}
