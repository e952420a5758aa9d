package org.zfsbackup.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Option;

/** The option that names the dataset. */
@OptionGroup("Dataset")
public final class DatasetOptions {
    @Option(
            names = {"--dataset", "--pool", "--snapshot", "-S"},
            paramLabel = "DATASET[@SNAPSHOT]",
            description = "The dataset, or one snapshot of it.")
    @Nullable
    String source;

    /**
     * The dataset or snapshot, if the user named one.
     *
     * @throws IllegalArgumentException if it is not a name that ZFS accepts
     */
    public Optional<Source> source() {
        return Optional.ofNullable(source).map(Source::parse);
    }
}
