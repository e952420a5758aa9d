package org.zfsbackup.cli;

import java.util.List;
import org.zfsbackup.zfs.DatasetName;
import picocli.CommandLine.Command;

/** The method {@code zfs}: from dataset to dataset on this host. */
@Command(name = "zfs", description = "Replicas in another dataset of this host. Without an operation: backup.")
final class ZfsMethod extends ReplicaMethod {
    @Override
    String sourceUri() {
        return endpoint(source().toString(), List.of());
    }

    @Override
    String restoredUri(String dataset) {
        return endpoint(new DatasetName(dataset).value(), List.of());
    }

    @Override
    String targetUri() {
        return endpoint(replica().value(), receiving());
    }
}
