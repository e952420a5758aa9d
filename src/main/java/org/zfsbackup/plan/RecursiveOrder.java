package org.zfsbackup.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetTree;

/**
 * Checks whether ZFS can bring the datasets of a recursive stream into an order. It cannot if the origin of a clone lies below
 * the clone, as after {@code zfs promote}: the clone waits for its origin, and the origin waits for its parent. Seen with
 * zfs-fuse 0.7.0 and OpenZFS 2.3.2, for full and for incremental streams.
 */
public final class RecursiveOrder {
    private RecursiveOrder() {}

    /**
     * Returns why a recursive stream cannot be sent, as a sentence that says what to do, or nothing if it can.
     *
     * @param tree the datasets in the stream
     */
    public static Optional<String> problem(DatasetTree tree) {
        Map<DatasetName, DatasetName> origins = new HashMap<>();
        tree.datasets().values().forEach(state -> state.origin()
                .ifPresent(origin -> origins.put(state.name(), origin.dataset())));
        List<DatasetName> circular =
                TreeOrder.of(tree.datasets().keySet(), origins).circular();
        return circular.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "ZFS has no order for a recursive stream of " + tree.root() + ", because an origin lies below"
                                + " its own clone, as after `zfs promote`: "
                                + circular.stream().map(DatasetName::value).collect(Collectors.joining(", "))
                                + ". Use --recursive=each, which sends such a clone in full");
    }
}
