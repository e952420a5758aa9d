package org.zfsbackup.operation;

import java.util.Optional;

/**
 * The result of the replication of one dataset.
 *
 * @param source its name at the source
 * @param destination its name at the destination
 * @param streams the number of streams that were received
 * @param bytes the sum of the sizes of these streams, as sent
 * @param failure why it is not complete; empty if it is
 */
public record ReplicatedDataset(String source, String destination, int streams, long bytes, Optional<String> failure) {
    /** Whether there was nothing to do. */
    public boolean upToDate() {
        return streams == 0 && failure.isEmpty();
    }
}
