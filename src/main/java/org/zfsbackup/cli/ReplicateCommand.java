package org.zfsbackup.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.service.Logging;
import picocli.CommandLine.Command;

@Command(name = "backup", description = "Replicates each snapshot that the destination lacks (the default operation).")
final class ReplicateCommand extends ReplicaOperation {
    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        Progress progress = Progress.of(common());
        int streams;
        try (progress) {
            streams = method().replication().listener(progress).replicate();
        } finally {
            told(progress);
        }
        if (streams == 0) {
            tell("Nothing to do: the destination has the newest snapshot");
        }
        json(Map.of(
                "streams",
                progress.streams(),
                "datasets",
                progress.datasets().stream().map(ReplicateCommand::values).toList(),
                "upToDate",
                streams == 0));
        return 0;
    }

    /** What arrived is told also where something failed; of many datasets, what happened to each. */
    private void told(Progress progress) {
        progress.lines("Replicated").forEach(this::tell);
        if (progress.datasets().size() > 1) {
            ReplicaTable.lines(progress.datasets()).forEach(this::tell);
        }
    }

    private static Map<String, Object> values(ReplicatedDataset dataset) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("source", dataset.source());
        values.put("destination", dataset.destination());
        values.put("streams", dataset.streams());
        values.put("bytes", dataset.bytes());
        dataset.failure().ifPresent(why -> values.put("failure", why));
        return values;
    }
}
