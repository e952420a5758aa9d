package org.zfsbackup.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

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
abstract class Method implements Callable<Integer> {
    @ParentCommand
    @Nullable
    ZfsBackupCommand common;

    @Option(
            names = {"--prefix", "-P"},
            paramLabel = "PREFIX",
            description = "The folder in it (default: the host's name).",
            scope = ScopeType.LOCAL)
    @Nullable
    String prefix;

    @Spec
    @Nullable
    CommandSpec spec;

    /** No operation was named behind the method. */
    @Override
    public final Integer call() throws Exception {
        String name = common().operation == null ? "backup" : common().operation;
        CommandLine operation = spec().commandLine().getSubcommands().get(name);
        if (operation == null) {
            throw usage("there is no operation '" + name + "'");
        }
        Callable<Integer> command = operation.getCommand();
        return command.call();
    }

    final ZfsBackupCommand common() {
        if (common == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return common;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec;
    }

    final CommandLine.ParameterException usage(String sentence) {
        return new CommandLine.ParameterException(spec().commandLine(), sentence);
    }

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
