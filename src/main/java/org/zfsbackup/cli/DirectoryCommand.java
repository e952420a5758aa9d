package org.zfsbackup.cli;

import java.nio.file.Path;
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

/** The method {@code directory}: backups as chunks in a directory. */
@Command(
        name = "directory",
        description = "Backups in a directory. Without an operation: backup.",
        subcommands = {
            BackupCommand.class,
            ListCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            DeleteCommand.class,
            RebuildCommand.class
        })
final class DirectoryCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable
    ZfsBackupCommand common;

    @Option(
            names = {"--dest", "-D"},
            required = true,
            paramLabel = "DIRECTORY",
            description = "The directory that holds the backups.",
            scope = ScopeType.LOCAL)
    @Nullable
    Path destination;

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
    public Integer call() throws Exception {
        String name = common().operation == null ? "backup" : common().operation;
        CommandLine operation = spec().commandLine().getSubcommands().get(name);
        if (operation == null) {
            throw new CommandLine.ParameterException(spec().commandLine(), "there is no operation '" + name + "'");
        }
        Callable<Integer> command = operation.getCommand();
        return command.call();
    }

    ZfsBackupCommand common() {
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

    ZfsBackup backup(boolean needsSource) {
        if (destination == null) {
            throw new CommandLine.ParameterException(spec().commandLine(), "name the directory with --dest DIRECTORY");
        }
        ZfsBackup backup = common().backup(needsSource).to("file:" + destination.toAbsolutePath());
        return prefix == null ? backup : backup.prefix(prefix);
    }
}
