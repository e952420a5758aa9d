package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.service.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that all methods and operations share; they may stand before or behind the method. */
@Command(
        name = "zfsbackup",
        description = "Backs up ZFS datasets, and brings them back.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        footer = {
            "",
            "Exit status: 0 done (also where nothing was to do), 1 failed, 2 wrong usage, 130 ended by a signal."
        })
final class ZfsBackupCommand implements Callable<Integer> {
    @Option(
            names = {"--dataset", "--pool", "--snapshot", "-S"},
            paramLabel = "DATASET[@SNAPSHOT]",
            description = "What to back up or restore.",
            scope = ScopeType.INHERIT)
    @Nullable
    String source;

    @Option(
            names = {"--recursive", "-R"},
            arity = "0..1",
            paramLabel = "true|each",
            defaultValue = "false",
            fallbackValue = "true",
            description = "The dataset with all its children: in one stream, or to another dataset with =each, each for"
                    + " itself.",
            scope = ScopeType.INHERIT)
    Recursion recursive = Recursion.FALSE;

    @Mixin
    PipeOptions pipes = new PipeOptions();

    @Option(
            names = "--undo-command",
            paramLabel = "NAME=COMMAND",
            description = "A command that you trust to undo the exec pipe of that name.",
            scope = ScopeType.INHERIT)
    Map<String, String> undoCommands = new LinkedHashMap<>();

    @Option(
            names = "--iterate-incrementals",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "One incremental for each snapshot (the default), or one to the newest.",
            scope = ScopeType.INHERIT)
    boolean iterate;

    @Option(
            names = "--full",
            description = "Begin a new chain of backups; the old ones stay.",
            scope = ScopeType.INHERIT)
    boolean full;

    @Option(
            names = "--chunk-size",
            paramLabel = "SIZE",
            description = "The most bytes of a stored chunk (default: 2GiB; in buckets 4GiB).",
            scope = ScopeType.INHERIT)
    @Nullable
    String chunkSize;

    @Option(
            names = "--stall-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "The longest time in which a stream may move no byte (default: ${DEFAULT-VALUE}).",
            scope = ScopeType.INHERIT)
    long stallTimeout;

    @Option(
            names = "--zfs",
            paramLabel = "COMMAND",
            description = "The zfs command, for example 'sudo zfs' (default: zfs).",
            scope = ScopeType.INHERIT)
    @Nullable
    String zfs;

    @Option(
            names = "--templates",
            paramLabel = "FOLDER",
            defaultValue = "${sys:zfsbackup.routes}",
            description = "The folder with the route templates (default: routes/ where zfsbackup lies).",
            scope = ScopeType.INHERIT)
    @Nullable
    Path templates;

    @Option(
            names = "--operation",
            paramLabel = "NAME",
            description = "Another way to name the operation: backup, list, restore, verify, delete, rebuild; with the"
                    + " method target also check; with zfs and ssh: backup, list, restore, verify, bases.",
            scope = ScopeType.INHERIT)
    @Nullable
    String operation;

    @Option(
            names = {"--verbose", "-v"},
            description = "Tell more.",
            scope = ScopeType.INHERIT)
    boolean verbose;

    @Option(
            names = {"--quiet", "-q"},
            description = "Tell only of failures.",
            scope = ScopeType.INHERIT)
    boolean quiet;

    @Option(names = "--json", description = "Print the result as JSON.", scope = ScopeType.INHERIT)
    boolean json;

    @Option(names = "--debug", description = "Show what Camel does, and stack traces.", scope = ScopeType.INHERIT)
    boolean debug;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec().commandLine(),
                "name a method: zfs, ssh, directory, s3, target, counter; or serve, to run a folder of routes");
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec;
    }

    /** Where is told what goes on, beside the result. */
    PrintWriter err() {
        return spec().commandLine().getErr();
    }

    /** The backup that the common options describe, with the method's own size of chunks; without a dataset only where that is allowed. */
    ZfsBackup backup(boolean needsSource, String largestChunk) {
        ZfsBackup backup = source().map(ZfsBackup::of).orElseGet(() -> {
            if (needsSource) {
                throw new CommandLine.ParameterException(
                        spec().commandLine(), "name a dataset with --dataset DATASET, or --snapshot DATASET@SNAPSHOT");
            }
            return ZfsBackup.of();
        });
        checkStallTimeout();
        if (recursive == Recursion.EACH) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(), "--recursive=each is for the methods zfs and ssh; take --recursive");
        }
        backup = backup.recursive(recursive == Recursion.TRUE)
                .iterate(iterate)
                .full(full)
                .chunkSize(chunkSize == null ? largestChunk : chunkSize)
                .zfsCommand(zfsCommand())
                .stallTimeout(Duration.ofSeconds(stallTimeout));
        for (Map.Entry<String, String> command : undoCommands.entrySet()) {
            backup = backup.undoCommand(command.getKey(), command.getValue());
        }
        backup = pipes.secrets(backup);
        return templates == null || templates.toString().isEmpty() ? backup : backup.routes(templates);
    }

    private void checkStallTimeout() {
        if (stallTimeout < 1) {
            throw new CommandLine.ParameterException(spec().commandLine(), "--stall-timeout takes seconds, from 1");
        }
    }

    /** What the common options say of any run. */
    Settings settings() {
        checkStallTimeout();
        Settings settings =
                Settings.DEFAULT.withZfsCommand(zfsCommand()).withStallTimeout(Duration.ofSeconds(stallTimeout));
        return templates == null || templates.toString().isEmpty()
                ? settings
                : settings.withRoutes(Optional.of(templates));
    }

    /** A default that picocli knew would be taken for the method of the same name. */
    private String zfsCommand() {
        return zfs == null || zfs.isEmpty() ? "zfs" : zfs;
    }

    Optional<String> source() {
        return Optional.ofNullable(source);
    }
}
