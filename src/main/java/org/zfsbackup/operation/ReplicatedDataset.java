package org.zfsbackup.operation;

import java.util.Optional;

/**
 * How the replication of one dataset ended.
 *
 * @param streams how many were received
 * @param bytes of these streams, as they were sent
 * @param failure why it is not as it should be; nothing where it is
 */
public record ReplicatedDataset(String source, String destination, int streams, long bytes, Optional<String> failure) {
    /** Whether there was nothing to do. */
    public boolean upToDate() {
        return streams == 0 && failure.isEmpty();
    }
}
