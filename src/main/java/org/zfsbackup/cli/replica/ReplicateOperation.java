package org.zfsbackup.cli.replica;

import java.util.Map;
import org.zfsbackup.cli.DatasetResults;
import org.zfsbackup.cli.Progress;
import org.zfsbackup.cli.option.ChainOptions;
import org.zfsbackup.cli.option.CompressionOptions;
import org.zfsbackup.cli.option.FormatOptions;
import org.zfsbackup.cli.option.KeepBaseOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.UsesOptions;
import picocli.CommandLine.Command;

/** The operation {@code backup} to a dataset. */
@Command(
        name = "backup",
        description = "Replicates every snapshot that the destination lacks (the default operation).",
        sortOptions = false)
@UsesOptions({
    ChainOptions.class,
    CompressionOptions.class,
    SelectionOptions.class,
    StreamOptions.class,
    FormatOptions.class,
    KeepBaseOptions.class,
    ReceiveFlags.class
})
final class ReplicateOperation extends ReplicaOperation {
    @Override
    protected int run() throws Exception {
        Progress progress = progress();
        int streams;
        try (progress) {
            streams = method().replication().listener(progress).replicate();
        } finally {
            progress.report("Replicated", this::print);
        }
        if (streams == 0) {
            print("Nothing to do: the destination has the newest snapshot");
        }
        json(Map.of(
                "streams",
                progress.streams(),
                "datasets",
                DatasetResults.values(progress.datasets()),
                "childrenLeftOut",
                progress.childrenLeftOut(),
                "upToDate",
                streams == 0));
        return 0;
    }
}
