package org.zfsbackup.cli.replica;

import java.util.ArrayList;
import java.util.List;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.cli.option.OptionGroup;
import picocli.CommandLine.Option;

/** The options that select datasets of a tree. */
@OptionGroup("With --recursive=each")
final class SelectionOptions {
    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description = "Only datasets whose name matches; * ** and ? as in a shell. Repeat the option for more.")
    List<String> include = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "No datasets whose name matches. Repeat the option for more.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--parallel",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "The number of datasets that are sent at the same time (default: ${DEFAULT-VALUE}).")
    int parallel;

    /** The replication with these options. */
    ZfsReplication apply(ZfsReplication replication) {
        return replication
                .include(String.join(",", include))
                .exclude(String.join(",", exclude))
                .parallel(parallel);
    }
}
