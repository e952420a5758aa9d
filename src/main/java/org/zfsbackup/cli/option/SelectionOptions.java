package org.zfsbackup.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.zfsbackup.operation.DatasetSelection;
import picocli.CommandLine.Option;

/** The options that select datasets of a tree. */
@OptionGroup("With --recursive=each")
public final class SelectionOptions {
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

    /** The datasets that the patterns select. */
    public DatasetSelection selection() {
        return DatasetSelection.of(String.join(",", include), String.join(",", exclude));
    }

    /** The number of datasets at the same time. */
    public int parallel() {
        return parallel;
    }
}
