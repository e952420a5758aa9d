package org.zfsbackup.operation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what was stored or has arrived of one dataset. For one thread. */
public final class DatasetTally {
    private int streams;
    private long bytes;

    /** Counts a stream that has arrived. */
    public void add(long streamBytes) {
        streams++;
        bytes += streamBytes;
    }

    /** The number of streams so far. */
    public int streams() {
        return streams;
    }

    /**
     * The result of the dataset.
     *
     * @param source its name at the source
     * @param destination where it went
     * @param failure why it is not complete; null if it is
     */
    public ReplicatedDataset ended(String source, String destination, @Nullable Exception failure) {
        return new ReplicatedDataset(
                source,
                destination,
                streams,
                bytes,
                Optional.ofNullable(failure).map(e -> String.valueOf(e.getMessage())));
    }
}
