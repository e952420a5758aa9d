package org.zfsbackup.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The method {@code directory}: backups as chunks in a directory. */
@Command(name = "directory", description = "Backups in a directory. Without an operation: backup.")
final class DirectoryCommand extends Method {
    @Option(
            names = {"--dest", "-D"},
            required = true,
            paramLabel = "DIRECTORY",
            description = "The directory that holds the backups.",
            scope = ScopeType.LOCAL)
    @Nullable
    Path destination;

    @Option(
            names = "--group-readable",
            description = "New files can be read by their group, too (0640, folders 0750; else 0600 and 0700).",
            scope = ScopeType.LOCAL)
    boolean groupReadable;

    @Override
    ZfsBackup at(ZfsBackup backup) {
        if (destination == null) {
            throw usage("name the directory with --dest DIRECTORY");
        }
        return backup.to("file:" + destination.toAbsolutePath() + (groupReadable ? "?groupReadable=true" : ""));
    }
}
