package org.zfsbackup.cli.store;

import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.MethodCommand;
import org.zfsbackup.cli.option.FormatOptions;
import org.zfsbackup.cli.option.KeepBaseOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.TargetOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A destination that holds objects: its operations, and the prefix of the repository there. */
@Command(
        subcommands = {
            BackupOperation.class,
            ListOperation.class,
            RestoreOperation.class,
            VerifyOperation.class,
            TestRestoreOperation.class,
            DeleteOperation.class,
            PruneOperation.class,
            PinOperation.class,
            UnpinOperation.class,
            RebuildOperation.class,
            StoreBasesOperation.class
        })
abstract class StoreMethod extends MethodCommand {
    @Option(
            names = {"--prefix", "-P"},
            paramLabel = "PREFIX",
            description = "The folder there that holds the backups (default: the host's name).")
    @Nullable
    String prefix;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    FormatOptions format = new FormatOptions();

    @Mixin
    TargetOptions newness = new TargetOptions();

    @Mixin
    KeepBaseOptions keepBase = new KeepBaseOptions();

    /**
     * The backup that all options describe.
     *
     * @param needsSource whether it is an error if the user named no dataset
     */
    final ZfsBackup backup(boolean needsSource) throws Exception {
        ZfsBackup backup = at(root().backup(needsSource))
                .selection(selection.selection())
                .parallel(selection.parallel())
                .format(format.form(false))
                .newTarget(newness.newTarget())
                .keepBase(keepBase.keepBase());
        return prefix == null ? backup : backup.prefix(prefix);
    }

    /** The backup with this destination. */
    abstract ZfsBackup at(ZfsBackup backup) throws Exception;
}
