package org.zfsbackup.cli.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.zfsbackup.cli.DatasetResults;
import org.zfsbackup.cli.Progress;
import org.zfsbackup.cli.option.ChainOptions;
import org.zfsbackup.cli.option.ChunkOptions;
import org.zfsbackup.cli.option.CompressionOptions;
import org.zfsbackup.cli.option.EncryptionOptions;
import org.zfsbackup.cli.option.FormatOptions;
import org.zfsbackup.cli.option.KeepBaseOptions;
import org.zfsbackup.cli.option.RecursionOptions;
import org.zfsbackup.cli.option.SecretOptions;
import org.zfsbackup.cli.option.SelectionOptions;
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
    SelectionOptions.class,
    FormatOptions.class,
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
            progress.report("Backed up", this::print);
        }
        if (streams == 0) {
            print("Nothing to do: the target has the newest snapshot");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("streams", progress.streams());
        if (!progress.datasets().isEmpty()) {
            result.put("datasets", DatasetResults.values(progress.datasets()));
        }
        result.put("childrenLeftOut", progress.childrenLeftOut());
        result.put("upToDate", streams == 0);
        json(result);
        return 0;
    }
}
