package org.zfsbackup.cli.store;

import java.util.Map;
import org.zfsbackup.cli.Progress;
import org.zfsbackup.cli.option.ChainOptions;
import org.zfsbackup.cli.option.ChunkOptions;
import org.zfsbackup.cli.option.CompressionOptions;
import org.zfsbackup.cli.option.EncryptionOptions;
import org.zfsbackup.cli.option.KeepBaseOptions;
import org.zfsbackup.cli.option.RecursionOptions;
import org.zfsbackup.cli.option.SecretOptions;
import org.zfsbackup.cli.option.TargetOptions;
import org.zfsbackup.cli.option.UsesOptions;
import picocli.CommandLine.Command;

/** The operation {@code backup} to objects. */
@Command(
        name = "backup",
        description = "Backs up every snapshot that the target lacks (the default operation).",
        sortOptions = false)
@UsesOptions({
    RecursionOptions.class,
    ChainOptions.class,
    TargetOptions.class,
    KeepBaseOptions.class,
    CompressionOptions.class,
    EncryptionOptions.class,
    SecretOptions.class,
    ChunkOptions.class,
    UploadOptions.class
})
final class BackupOperation extends StoreOperation {
    @Override
    protected int run() throws Exception {
        Progress progress = progress();
        int streams;
        try (progress) {
            streams = method().backup(true)
                    .compress(root().compression())
                    .encrypt(root().encryption())
                    .listener(progress)
                    .backup();
        } finally {
            progress.lines("Backed up").forEach(this::print);
        }
        if (streams == 0) {
            print("Nothing to do: the target has the newest snapshot");
        }
        json(Map.of("streams", progress.streams(), "upToDate", streams == 0));
        return 0;
    }
}
