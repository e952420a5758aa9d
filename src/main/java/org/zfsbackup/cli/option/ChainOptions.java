package org.zfsbackup.cli.option;

import picocli.CommandLine.Option;

/** The options that decide what a backup builds on. */
@OptionGroup("Full and incremental")
public final class ChainOptions {
    @Option(
            names = "--iterate-incrementals",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Send one incremental for each snapshot (the default), or a single one to the newest.")
    boolean iterate;

    @Option(names = "--full", description = "Start a new chain with a full backup. Existing backups are kept.")
    boolean full;

    /** Whether each snapshot gets an incremental of its own. */
    public boolean iterate() {
        return iterate;
    }

    /** Whether a new chain is started. */
    public boolean full() {
        return full;
    }
}
