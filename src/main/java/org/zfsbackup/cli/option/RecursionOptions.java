package org.zfsbackup.cli.option;

import org.zfsbackup.operation.Recursion;
import picocli.CommandLine.Option;

/** The option that adds a dataset's children. */
@OptionGroup("Dataset")
public final class RecursionOptions {
    @Option(
            names = {"--recursive", "-R"},
            arity = "0..1",
            paramLabel = "true|each",
            defaultValue = "false",
            fallbackValue = "true",
            description = "The dataset with all its children: in one stream, or with =each in streams of their own, so"
                    + " that each has a chain of its own and can be restored alone.")
    Recursion recursion = Recursion.FALSE;

    /** Whether the children are sent, and in which form. */
    public Recursion recursion() {
        return recursion;
    }
}
