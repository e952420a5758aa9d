package org.zfsbackup.cli.option;

import org.zfsbackup.operation.replication.BaseRetention;
import picocli.CommandLine.Option;

/** The option that says what a run leaves at the source. */
@OptionGroup("Send")
public final class KeepBaseOptions {
    @Option(
            names = "--keep-base",
            paramLabel = "bookmark|hold|none",
            description = "What to keep on the source of the newest common snapshot, so that the source can be pruned"
                    + " (default: a bookmark if ZFS has them; with -R holds).")
    BaseRetention keepBase = BaseRetention.AUTO;

    /** How the base is kept. */
    public BaseRetention keepBase() {
        return keepBase;
    }
}
