package org.zfsbackup.cli.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import picocli.CommandLine.Command;

/** The operation {@code list} for a replica. */
@Command(
        name = "list",
        description = "Lists the snapshots of the replica under the source's name.",
        sortOptions = false)
final class ReplicaListOperation extends ReplicaOperation {
    @Override
    protected int run() throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        Optional<String> wanted = method().source().snapshot();
        String source = method().source().dataset().value();
        String replica = method().replica().value();
        for (DatasetState dataset : method().replication().list()) {
            String name = source + dataset.name().value().substring(replica.length());
            for (Snapshot snapshot : dataset.snapshots()) {
                if (wanted.isEmpty() || wanted.get().equals(snapshot.shortName())) {
                    rows.add(row(name, snapshot));
                    print("Snapshot " + name + "@" + snapshot.shortName());
                    verbose(snapshot);
                }
            }
            dataset.token()
                    .ifPresent(token ->
                            print("Interrupted: a receive of " + dataset.name() + "; the next backup resumes it"));
        }
        json(Map.of("snapshots", rows));
        return 0;
    }

    private void verbose(Snapshot snapshot) {
        if (output().verbose()) {
            print("\tReplica: " + snapshot.fullName());
            print("\tCreated: " + snapshot.created());
            print("\tGUID: " + snapshot.guid());
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
