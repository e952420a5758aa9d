package org.zfsbackup.zfs.sendstream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.zfs.Guid;

/** Collects the datasets and snapshots of a stream while it is read. For one thread. */
final class StreamContents {
    private record Growing(Guid base, boolean newClone, List<Guid> snapshots) {}

    private final Map<String, Growing> datasets = new LinkedHashMap<>();

    void add(StreamPart part) {
        datasets.computeIfAbsent(part.dataset(), name -> new Growing(part.base(), part.newClone(), new ArrayList<>()))
                .snapshots()
                .add(part.guid());
    }

    List<StreamedDataset> datasets() {
        return datasets.entrySet().stream()
                .map(entry -> new StreamedDataset(
                        entry.getKey(),
                        entry.getValue().base(),
                        entry.getValue().newClone(),
                        entry.getValue().snapshots()))
                .toList();
    }
}
