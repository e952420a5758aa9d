package org.zfsbackup.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.service.Logging;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists the snapshots of the replica, by the source's name.")
final class ReplicaListCommand extends ReplicaOperation {
    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        List<Map<String, Object>> rows = new ArrayList<>();
        Optional<String> wanted = method().source().snapshot();
        String source = method().source().dataset().value();
        String replica = method().replica().value();
        for (DatasetState dataset : method().replication().list()) {
            String name = source + dataset.name().value().substring(replica.length());
            for (Snapshot snapshot : dataset.snapshots()) {
                if (wanted.isEmpty() || wanted.get().equals(snapshot.shortName())) {
                    rows.add(row(name, snapshot));
                    tell("Snapshot " + name + "@" + snapshot.shortName());
                    verbose(snapshot);
                }
            }
            dataset.token()
                    .ifPresent(token -> tell("Broken off: a receive of " + dataset.name() + ", which the next"
                            + " backup goes on with"));
        }
        json(Map.of("snapshots", rows));
        return 0;
    }

    private void verbose(Snapshot snapshot) {
        if (common().verbose) {
            tell("\tReplica: " + snapshot.fullName());
            tell("\tCreated: " + snapshot.created());
            tell("\tGUID: " + snapshot.guid());
        }
    }

    private static Map<String, Object> row(String source, Snapshot snapshot) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("snapshot", source + "@" + snapshot.shortName());
        row.put("replica", snapshot.fullName());
        row.put("guid", snapshot.guid().toString());
        row.put("created", snapshot.created().toString());
        return row;
    }
}
