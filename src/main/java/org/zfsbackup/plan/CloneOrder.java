package org.zfsbackup.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.SnapshotName;

/** Orders the datasets of a tree: by name, but each after the dataset above it and after its origin. */
public final class CloneOrder {
    private CloneOrder() {}

    /**
     * Returns for each dataset, in order, the dataset of its origin if that is one of them.
     *
     * @param datasets parents first
     */
    public static Map<DatasetName, Set<DatasetName>> of(Collection<DatasetState> datasets) {
        Map<DatasetName, DatasetState> byName = new LinkedHashMap<>();
        datasets.forEach(dataset -> byName.put(dataset.name(), dataset));
        Map<DatasetName, DatasetName> origins = new HashMap<>();
        datasets.forEach(dataset -> dataset.usableOrigin()
                .map(SnapshotName::dataset)
                .filter(byName::containsKey)
                .ifPresent(origin -> origins.put(dataset.name(), origin)));
        Map<DatasetName, Set<DatasetName>> ordered = new LinkedHashMap<>();
        for (DatasetName name : TreeOrder.of(byName.keySet(), origins).datasets()) {
            ordered.put(
                    name, Optional.ofNullable(origins.get(name)).map(Set::of).orElse(Set.of()));
        }
        return ordered;
    }
}
