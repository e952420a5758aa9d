package org.zfsbackup.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code zfs send}.
 *
 * @param base the snapshot that an incremental stream starts from
 * @param recursive a replication stream, with all children and properties ({@code -R})
 */
public record SendRequest(Snapshot snapshot, Optional<Snapshot> base, boolean recursive) {
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (recursive) {
            words.add("-R");
        }
        base.ifPresent(from -> words.addAll(List.of("-i", from.name().toString())));
        words.add(snapshot.name().toString());
        return words;
    }
}
