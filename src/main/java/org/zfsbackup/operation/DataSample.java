package org.zfsbackup.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Chooses the chunks that one verification reads, so that runs after each other read all of them. Pure. */
final class DataSample {
    private DataSample() {}

    /**
     * Returns the names of the chosen chunks, in the order in which they are read.
     *
     * @param sizes the stored bytes of all chunks, by their names
     * @param after the last chunk of the run before this one, which need not exist any more
     * @param budget how many bytes to read; at least one chunk is chosen if it is more than 0
     */
    static List<String> choose(NavigableMap<String, Long> sizes, Optional<String> after, long budget) {
        List<String> chosen = new ArrayList<>();
        List<Map.Entry<String, Long>> order = new ArrayList<>();
        after.ifPresent(last -> order.addAll(sizes.tailMap(last, false).entrySet()));
        order.addAll(after.map(last -> sizes.headMap(last, true)).orElse(sizes).entrySet());
        long left = budget;
        for (Map.Entry<String, Long> chunk : order) {
            if (left <= 0) {
                break;
            }
            chosen.add(chunk.getKey());
            left -= chunk.getValue();
        }
        return chosen;
    }
}
