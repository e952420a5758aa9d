package org.zfsbackup.cli.store;

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
import org.zfsbackup.cli.Progress;
import org.zfsbackup.cli.option.ReadingOptions;
import org.zfsbackup.cli.option.RecursionOptions;
import org.zfsbackup.cli.option.SecretOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.UsesOptions;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.scratch.RestoredFiles;
import org.zfsbackup.store.directory.FileAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The operation {@code restore} from objects. */
@Command(
        name = "restore",
        description = "Restores the newest backup, or that of the snapshot you name, with all that it builds on.",
        sortOptions = false)
@UsesOptions({RecursionOptions.class, SelectionOptions.class, SecretOptions.class, ReadingOptions.class})
final class RestoreOperation extends StoreOperation {
    @Option(
            names = "--to",
            paramLabel = "DATASET",
            description = "The dataset to restore to (default: the one that was backed up).")
    @Nullable
    String to;

    @Option(
            names = "--to-file",
            paramLabel = "FILE",
            description =
                    "Write the stream of the one snapshot, as it was sent, to a new file instead; - for standard output.")
    @Nullable
    String file;

    @Mixin
    FileOptions files = new FileOptions();

    @Mixin
    ThawOptions thaw = new ThawOptions();

    @Option(names = "--force", description = "Roll back or replace what is at the destination.")
    boolean force;

    @Option(names = "--no-properties", description = "Do not set the properties that the datasets had.")
    boolean noProperties;

    @Override
    protected int run() throws Exception {
        boolean single = files.areWanted();
        if (single && (to != null || file != null || force || root().recursion() == Recursion.EACH)) {
            throw usage("--files does not work with --to, --to-file, --force and --recursive=each");
        }
        ZfsBackup backup = thaw.apply(method().backup(true).force(force).properties(!noProperties));
        if (single) {
            return copy(backup);
        }
        if (file != null) {
            return write(backup, file);
        }
        Progress progress = progress();
        int streams;
        try (progress) {
            backup = backup.listener(progress);
            streams = to == null ? backup.restore() : backup.restoreTo(to);
        }
        progress.lines("Restored").forEach(this::print);
        if (streams == 0) {
            print("Nothing to do: the snapshot is already there");
        }
        json(Map.of("streams", progress.streams(), "alreadyThere", streams == 0));
        return 0;
    }

    private int copy(ZfsBackup backup) throws IOException {
        String pool = source().orElseThrow().dataset().pool().value();
        RestoredFiles copied;
        try (Progress progress = progress()) {
            copied = backup.listener(progress).restoreFiles(files.choice(), files.directory(), files.scratch(pool));
        }
        FileOptions.lines(copied).forEach(this::print);
        json(FileOptions.values(copied));
        return copied.isWhole() ? 0 : 1;
    }

    /** Only its owner may read it, because it holds in plain text what is encrypted at the target. */
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
            throw new IOException(path + " exists already: name a new file", e);
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
        return 0;
    }
}
