package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;

/** Finds out which replicas hold the encrypted blocks of their source. */
final class ReplicaEncryption {
    private final Zfs from;
    private final Zfs to;
    private final Map<DatasetName, Boolean> raw = new HashMap<>();
    private final Map<Base, Snapshot> common = new LinkedHashMap<>();

    ReplicaEncryption(Zfs from, Zfs to) {
        this.from = from;
        this.to = to;
    }

    /** Takes in a dataset and its replica, before the two hosts are asked. */
    void add(DatasetState here, Optional<DatasetState> there) {
        if (!here.encrypted() || there.isEmpty() || there.get().snapshots().isEmpty()) {
            return;
        }
        if (!there.get().encrypted()) {
            raw.put(there.get().name(), false);
            return;
        }
        newestCommon(here, there.get())
                .ifPresent(snapshot -> common.put(here.base(snapshot.guid()).orElseThrow(), snapshot));
    }

    private static Optional<Snapshot> newestCommon(DatasetState here, DatasetState other) {
        return other.snapshots().stream()
                .filter(snapshot -> here.base(snapshot.guid()).isPresent())
                .reduce((first, second) -> second);
    }

    /**
     * Returns for each replica of an encrypted dataset whether it has the same encrypted blocks; those of which it is not
     * known are left out. Asks each host once, and only about encrypted datasets.
     *
     * @throws IOException if zfs fails
     */
    Map<DatasetName, Boolean> raw() throws IOException {
        Map<String, String> own = from.ivSets(List.copyOf(common.keySet()));
        Map<String, String> others = to.ivSets(List.copyOf(common.values()));
        common.forEach((mine, other) -> {
            String ivSet = own.get(mine.fullName());
            if (ivSet != null) {
                raw.put(other.name().dataset(), ivSet.equals(others.get(other.fullName())));
            }
        });
        return raw;
    }
}
