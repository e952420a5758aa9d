package org.zfsbackup.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose how backups are compressed. */
@OptionGroup("Compression")
public final class CompressionOptions {
    @Option(
            names = {"--compressed", "-C"},
            description = "Compress with gzip.")
    boolean compressed;

    @Option(names = "--pigz", description = "The same as -C; kept for scripts of the 2017 program.")
    boolean pigz;

    @Option(
            names = "--compress",
            paramLabel = "gzip|zstd[:LEVEL]",
            description =
                    "Compress with gzip or zstd. Levels: gzip fast or 1 to 9 (default 6), zstd 1 to 19 (default 3).")
    @Nullable
    String compress;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The pipe that compresses, as in {@code pipe:NAME?OPTIONS}; {@code none} if the user chose no compression. */
    public String pipe() {
        if (compress == null) {
            return compressed || pigz ? "gzip" : "none";
        }
        String[] parts = compress.split(":", 2);
        if (!List.of("gzip", "zstd").contains(parts[0])) {
            throw WrongUsage.of(spec, "--compress accepts gzip or zstd, not '" + parts[0] + "'");
        }
        return parts.length == 1 ? parts[0] : parts[0] + "?level=" + parts[1];
    }
}
