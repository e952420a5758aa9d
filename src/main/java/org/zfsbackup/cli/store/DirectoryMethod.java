package org.zfsbackup.cli.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The destination {@code directory}: chunks as files. */
@Command(name = "directory", description = "Stores backups in a directory.", sortOptions = false)
public final class DirectoryMethod extends StoreMethod {
    @Option(
            names = {"--dest", "-D"},
            required = true,
            paramLabel = "DIRECTORY",
            description = "The directory that holds the backups. It must exist.")
    @Nullable
    Path destination;

    @Option(
            names = "--group-readable",
            description = "Let the group read new files: 0640 and folders 0750, instead of 0600 and 0700.")
    boolean groupReadable;

    @Override
    ZfsBackup at(ZfsBackup backup) {
        if (destination == null) {
            throw usage("name the directory with --dest DIRECTORY");
        }
        return backup.to("file:" + destination.toAbsolutePath() + (groupReadable ? "?groupReadable=true" : ""));
    }
}
