package org.zfsbackup.cli.replica;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.cli.Progress;
import org.zfsbackup.cli.option.CompressionOptions;
import org.zfsbackup.cli.option.FormatOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.UsesOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operation {@code restore} from a replica. */
@Command(
        name = "restore",
        description = "Restores the dataset from its replica, up to the newest snapshot or the one you name.",
        sortOptions = false)
@UsesOptions({CompressionOptions.class, StreamOptions.class, FormatOptions.class, SelectionOptions.class})
final class ReplicaRestoreOperation extends ReplicaOperation {
    @Option(
            names = "--to",
            paramLabel = "DATASET",
            description = "The dataset to restore to (default: the one that was replicated).")
    @Nullable
    String to;

    @Option(
            names = "--force",
            description = "Discard what was written there since its newest snapshot, and replace a dataset that has no"
                    + " snapshots.")
    boolean force;

    @Override
    protected int run() throws Exception {
        Progress progress = progress();
        int streams;
        try (progress) {
            String place = to == null ? null : method().restoredUri(to);
            streams = method().replication().listener(progress).restore(place, force);
        }
        progress.lines("Restored").forEach(this::print);
        if (streams == 0) {
            print("Nothing to do: the snapshot is already there");
        }
        json(Map.of("streams", progress.streams(), "alreadyThere", streams == 0));
        return 0;
    }
}
