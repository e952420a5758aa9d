package org.zfsbackup.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the size of chunks. */
@OptionGroup("Stored chunks")
public final class ChunkOptions {
    @Option(
            names = "--chunk-size",
            paramLabel = "SIZE",
            description = "The largest size of a stored chunk (default: auto: 256MiB, twice as much after each 1,000"
                    + " chunks of a stream, at most 2GiB).")
    @Nullable
    String size;

    /** The most bytes of a chunk as the user wrote it, for example {@code 512MiB}. */
    public Optional<String> size() {
        return Optional.ofNullable(size);
    }
}
