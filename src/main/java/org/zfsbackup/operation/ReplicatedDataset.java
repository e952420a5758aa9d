package org.zfsbackup.operation;

import java.io.IOException;
import java.util.List;
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

    /**
     * Sums up a run.
     *
     * @param ended all datasets of the run
     * @return the number of streams that were received
     * @throws IOException if datasets are not complete, with their names and why
     */
    public static int streamsOf(List<ReplicatedDataset> ended) throws IOException {
        List<String> failures = ended.stream()
                .flatMap(dataset -> dataset.failure().map(why -> dataset.source() + ": " + why).stream())
                .toList();
        if (!failures.isEmpty()) {
            throw new IOException(
                    failures.size() + " of " + ended.size() + " datasets failed. " + String.join("; ", failures));
        }
        return ended.stream().mapToInt(ReplicatedDataset::streams).sum();
    }
}
