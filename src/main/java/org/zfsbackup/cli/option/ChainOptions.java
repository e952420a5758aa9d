package org.zfsbackup.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.plan.ChainLimit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--full-every",
            paramLabel = "AGE|N",
            description =
                    "Start a new chain in a repository if the full backup of the old one is that old (30d, 3m, 1y),"
                            + " or if the old one has N backups. Then prune can remove old chains.")
    @Nullable
    String fullEvery;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** When a new chain is started without being asked for. */
    public Optional<ChainLimit> fullEvery() {
        try {
            return Optional.ofNullable(fullEvery).map(ChainLimit::parse);
        } catch (IllegalArgumentException e) {
            throw WrongUsage.of(spec, String.valueOf(e.getMessage()));
        }
    }

    /** Whether each snapshot gets an incremental of its own. */
    public boolean iterate() {
        return iterate;
    }

    /** Whether a new chain is started. */
    public boolean full() {
        return full;
    }
}
