package org.zfsbackup.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The original program's other way to name the operation. */
@OptionGroup("Operation")
public final class OperationOptions {
    /** The name of the option. */
    public static final String NAME = "--operation";

    @Option(
            names = NAME,
            paramLabel = "NAME",
            description =
                    "Another way to name the operation: backup, list, restore, verify, test-restore, delete, prune,"
                            + " pin, unpin or rebuild; with target also check; with zfs and ssh backup, list, restore,"
                            + " verify, prune or bases.")
    @Nullable
    String operation;
}
