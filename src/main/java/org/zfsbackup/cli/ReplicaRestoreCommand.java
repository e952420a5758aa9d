package org.zfsbackup.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.service.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "restore", description = "Brings the replica back, up to its newest snapshot or the named one.")
final class ReplicaRestoreCommand extends ReplicaOperation {
    @Option(
            names = "--to",
            paramLabel = "DATASET",
            description = "The dataset to restore to (default: the one that was replicated).")
    @Nullable
    String to;

    @Option(
            names = "--force",
            description = "Roll back what was written there since its newest snapshot, and replace a dataset without"
                    + " snapshots.")
    boolean force;

    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        Progress progress = Progress.of(common());
        int streams;
        try (progress) {
            String place = to == null ? null : method().restoredUri(to);
            streams = method().replication().listener(progress).restore(place, force);
        }
        progress.lines("Restored").forEach(this::tell);
        if (streams == 0) {
            tell("Nothing to do: the snapshot is there");
        }
        json(Map.of("streams", progress.streams(), "alreadyThere", streams == 0));
        return 0;
    }
}
