package org.zfsbackup.pipe;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.library.OptionalLibrary;
import org.zfsbackup.process.Command;
import org.zfsbackup.stream.FunctionStream;

/**
 * Zstandard frames (RFC 8878) with checksums, by the zstd library: options {@code level}, 1 to 19, {@code workers}, and
 * {@code longDistance=true} for matches up to 128 MiB back, which takes as much memory in either direction.
 */
final class ZstdPipe implements PipeKind {
    static final int DEFAULT_LEVEL = 3;
    private static final String USER = "pipe:zstd";

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
        OptionalLibrary.ZSTD.require(USER);
        WorkerCount.of(wanted);
        return new PipeSpec(name(), Map.of("level", Integer.toString(level(wanted))));
    }

    @Override
    public boolean isFullyRecorded(PipeSpec recorded) {
        return true;
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) {
        OptionalLibrary.ZSTD.require(USER);
        int level = level(wanted);
        int workers = WorkerCount.of(wanted);
        boolean longDistance =
                wanted.option("longDistance").map(Boolean::parseBoolean).orElse(false);
        return FunctionStream.through(
                name(),
                upstream,
                context.stallTimeout(),
                (in, out) -> ZstdStreams.compress(in, out, new ZstdStreams.Effort(level, workers, longDistance)));
    }

    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) {
        OptionalLibrary.ZSTD.require(USER);
        return FunctionStream.through("unzstd", stored, context.stallTimeout(), ZstdStreams::decompress);
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
