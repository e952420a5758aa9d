package org.zfsbackup.cli.replica;

import java.util.List;
import picocli.CommandLine.Command;

/** The destination {@code zfs}: from dataset to dataset on this host. */
@Command(name = "zfs", description = "Replicates into another dataset of this host.", sortOptions = false)
public final class ZfsMethod extends ReplicaMethod {
    @Override
    List<String> sourceHost() {
        return List.of();
    }

    @Override
    List<String> targetHost() {
        return List.of();
    }
}
