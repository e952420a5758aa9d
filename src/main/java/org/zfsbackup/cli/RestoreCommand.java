package org.zfsbackup.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.service.Logging;
import org.zfsbackup.store.directory.FileAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "restore", description = "Brings the newest backup back, or that of the named snapshot.")
final class RestoreCommand extends Operation {
    @Option(
            names = "--to",
            paramLabel = "DATASET",
            description = "The dataset to restore to (default: the one that was backed up).")
    @Nullable
    String to;

    @Option(
            names = "--to-file",
            paramLabel = "FILE",
            description = "Write the plain stream of the one snapshot into a new file instead; - for standard output.")
    @Nullable
    String file;

    @Mixin
    ThawOptions thaw = new ThawOptions();

    @Option(names = "--force", description = "Roll back or replace what is there.")
    boolean force;

    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        ZfsBackup backup = thaw.told(method().backup(true).force(force));
        if (file != null) {
            return write(backup, file);
        }
        Progress progress = Progress.of(common());
        int streams;
        try (progress) {
            backup = backup.listener(progress);
            streams = to == null ? backup.restore() : backup.restoreTo(to);
        }
        progress.lines("Restored").forEach(this::tell);
        if (streams == 0) {
            tell("Nothing to do: the snapshot is there");
        }
        json(Map.of("streams", progress.streams(), "alreadyThere", streams == 0));
        return 0;
    }

    /** For its owner alone: it holds all that was encrypted at the target as plain text. */
    private static OutputStream newFile(Path path) throws IOException {
        Files.createFile(path, FileAccess.OWNER.ofNewFile(path.getFileSystem()));
        return Files.newOutputStream(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static int write(ZfsBackup backup, String file) throws IOException {
        if (file.equals("-")) {
            backup.writeTo(new FileOutputStream(FileDescriptor.out));
            return 0;
        }
        Path path = Path.of(file);
        boolean whole = false;
        try (OutputStream out = newFile(path)) {
            backup.writeTo(out);
            whole = true;
        } catch (FileAlreadyExistsException e) {
            whole = true;
            throw new IOException(path + " exists: name a new file", e);
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
        return 0;
    }
}
