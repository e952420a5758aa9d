package org.zfsbackup.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetTree;

/**
 * Checks whether {@code zfs receive} can create the datasets of a full recursive stream one after the other. It cannot if
 * the origin of a clone lies below the clone, as after {@code zfs promote}: the clone waits for its origin, and the origin
 * waits for its parent.
 */
public final class RecursiveOrder {
    private RecursiveOrder() {}

    /**
     * Returns why a full recursive stream could not be received, as a sentence that says what to do, or nothing if it can.
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
                        "a recursive stream of " + tree.root() + " could not be received, because an origin lies below"
                                + " its own clone, as after `zfs promote`: "
                                + circular.stream().map(DatasetName::value).collect(Collectors.joining(", "))
                                + ". Use --recursive=each, which sends such a clone in full");
    }
}
