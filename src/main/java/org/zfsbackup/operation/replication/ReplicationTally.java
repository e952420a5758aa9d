package org.zfsbackup.operation.replication;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.ReplicatedDataset;

/** Counts what has arrived of one dataset; for one thread. */
final class ReplicationTally {
    private int streams;
    private long bytes;

    void add(long streamBytes) {
        streams++;
        bytes += streamBytes;
    }

    ReplicatedDataset ended(PlannedDataset dataset, @Nullable Exception failure) {
        return new ReplicatedDataset(
                dataset.source().value(),
                dataset.destination().value(),
                streams,
                bytes,
                Optional.ofNullable(failure).map(e -> String.valueOf(e.getMessage())));
    }
}
