package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.zfsbackup.zfs.DatasetName;

/** Orders the datasets of a tree by name, but each after the nearest dataset above it and after its origin. */
final class TreeOrder {
    private final Set<DatasetName> datasets;
    private final Map<DatasetName, DatasetName> origins;
    private final Set<DatasetName> begun = new HashSet<>();
    private final Set<DatasetName> ordered = new LinkedHashSet<>();
    private final List<DatasetName> circular = new ArrayList<>();

    private TreeOrder(Collection<DatasetName> datasets, Map<DatasetName, DatasetName> origins) {
        this.datasets = new LinkedHashSet<>(datasets);
        this.origins = origins;
    }

    /**
     * Orders datasets.
     *
     * @param datasets in the order of their names
     * @param origins the dataset of the origin, for each that is a clone; others than those of the tree are ignored
     */
    static TreeOrder of(Collection<DatasetName> datasets, Map<DatasetName, DatasetName> origins) {
        TreeOrder order = new TreeOrder(datasets, origins);
        order.datasets.forEach(order::visit);
        return order;
    }

    /** Returns all datasets in order. */
    List<DatasetName> datasets() {
        return List.copyOf(ordered);
    }

    /**
     * Returns the datasets that wait for themselves, because the origin lies below a clone, perhaps through others. They
     * come too early in the order.
     */
    List<DatasetName> circular() {
        return circular;
    }

    private void visit(DatasetName dataset) {
        if (!begun.add(dataset)) {
            return;
        }
        neededBy(dataset).forEach(needed -> {
            if (begun.contains(needed) && !ordered.contains(needed)) {
                circular.add(dataset);
            }
            visit(needed);
        });
        ordered.add(dataset);
    }

    private List<DatasetName> neededBy(DatasetName dataset) {
        return Stream.concat(
                        dataset.nearestAbove(datasets).stream(),
                        Optional.ofNullable(origins.get(dataset)).filter(datasets::contains).stream())
                .filter(needed -> !needed.equals(dataset))
                .toList();
    }
}
