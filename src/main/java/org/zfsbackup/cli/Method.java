package org.zfsbackup.cli;

import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What the methods with a place for objects share: their operations, and the prefix in the place. */
@Command(
        subcommands = {
            BackupCommand.class,
            ListCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            DeleteCommand.class,
            RebuildCommand.class
        })
abstract class Method extends AnyMethod {
    @Option(
            names = {"--prefix", "-P"},
            paramLabel = "PREFIX",
            description = "The folder in it (default: the host's name).",
            scope = ScopeType.LOCAL)
    @Nullable
    String prefix;

    /** The common options' backup, to this method's place. */
    final ZfsBackup backup(boolean needsSource) throws Exception {
        ZfsBackup backup = at(common().backup(needsSource, largestChunk()));
        return prefix == null ? backup : backup.prefix(prefix);
    }

    /** The most bytes of a chunk, unless the user says otherwise. */
    String largestChunk() {
        return "2GiB";
    }

    abstract ZfsBackup at(ZfsBackup backup) throws Exception;
}
