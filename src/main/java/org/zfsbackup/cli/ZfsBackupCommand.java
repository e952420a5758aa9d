package org.zfsbackup.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
        version = "zfsbackup 0.1.0",
        sortOptions = false,
        subcommands = {DirectoryCommand.class, CounterCommand.class, ServeCommand.class},
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
            description = "The dataset with all its children.",
            scope = ScopeType.INHERIT)
    boolean recursive;

    @Option(
            names = {"--compressed", "-C"},
            description = "Compress with gzip.",
            scope = ScopeType.INHERIT)
    boolean compressed;

    @Option(names = "--pigz", description = "The same; kept from the original.", scope = ScopeType.INHERIT)
    boolean pigz;

    @Option(
            names = "--compress",
            paramLabel = "gzip|zstd[:LEVEL]",
            description = "Compress, at this level.",
            scope = ScopeType.INHERIT)
    @Nullable
    String compress;

    @Option(
            names = {"--encrypted", "-E"},
            description =
                    "Encrypt as openssl enc does, with --password-file. It hides, but does not authenticate: who can"
                            + " write to the target can change what is in it.",
            scope = ScopeType.INHERIT)
    boolean encrypted;

    @Option(
            names = "--cipher",
            paramLabel = "CIPHER",
            defaultValue = "aes-256-cbc",
            description = "The cipher of --encrypted, as openssl names it (default: ${DEFAULT-VALUE}).",
            scope = ScopeType.INHERIT)
    String cipher = "aes-256-cbc";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password of encrypted backups.",
            scope = ScopeType.INHERIT)
    @Nullable
    Path passwordFile;

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
            defaultValue = "2GiB",
            description = "The most bytes of a stored chunk (default: ${DEFAULT-VALUE}).",
            scope = ScopeType.INHERIT)
    String chunkSize = "2GiB";

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
            defaultValue = "zfs",
            description = "The zfs command, for example 'sudo zfs'.",
            scope = ScopeType.INHERIT)
    String zfs = "zfs";

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
            description = "Another way to name the operation: backup, list, restore, verify, delete, rebuild.",
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
                spec().commandLine(), "name a method: directory, counter; or serve, to run a folder of routes");
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec;
    }

    /** The backup that the common options describe; without a dataset only where that is allowed. */
    ZfsBackup backup(boolean needsSource) {
        ZfsBackup backup = source().map(ZfsBackup::of).orElseGet(() -> {
            if (needsSource) {
                throw new CommandLine.ParameterException(
                        spec().commandLine(), "name a dataset with --dataset DATASET, or --snapshot DATASET@SNAPSHOT");
            }
            return ZfsBackup.of();
        });
        if (stallTimeout < 1) {
            throw new CommandLine.ParameterException(spec().commandLine(), "--stall-timeout takes seconds, from 1");
        }
        backup = backup.recursive(recursive)
                .iterate(iterate)
                .full(full)
                .chunkSize(chunkSize)
                .zfsCommand(zfs)
                .stallTimeout(Duration.ofSeconds(stallTimeout));
        for (Map.Entry<String, String> command : undoCommands.entrySet()) {
            backup = backup.undoCommand(command.getKey(), command.getValue());
        }
        backup = passwordFile == null ? backup : backup.passwordFile(passwordFile);
        return templates == null || templates.toString().isEmpty() ? backup : backup.routes(templates);
    }

    Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /** The pipe for a template's encrypt parameter. */
    String encryption() {
        if (!encrypted) {
            return "none";
        }
        if (passwordFile == null) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(), "-E needs a password: name the file that holds it with --password-file");
        }
        return "openssl?cipher=" + cipher + "&passwordFile=RAW(" + passwordFile.toAbsolutePath() + ")";
    }

    /** The pipe for a template's compress parameter. */
    String compression() {
        if (compress != null) {
            String[] parts = compress.split(":", 2);
            if (!List.of("gzip", "zstd").contains(parts[0])) {
                throw new CommandLine.ParameterException(
                        spec().commandLine(), "--compress knows gzip and zstd, not '" + parts[0] + "'");
            }
            return parts.length == 1 ? parts[0] : parts[0] + "?level=" + parts[1];
        }
        return compressed || pigz ? "gzip" : "none";
    }
}
