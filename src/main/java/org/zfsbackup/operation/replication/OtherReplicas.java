package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.plan.replication.Promotion;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.IllegalNameException;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;

/**
 * Finds replicas that hold a dataset's snapshots under another name: because the dataset was renamed, or because a
 * promotion has given its snapshots to another one. For one thread.
 */
final class OtherReplicas {
    private final Zfs from;
    private final Zfs to;
    private final DatasetTree tree;
    private final DatasetName destination;
    private final Map<Guid, DatasetState> owners = new HashMap<>();

    /**
     * @param from the host of the source
     * @param to the host of the destination
     * @param tree the source
     * @param destination where its root goes
     * @param around the datasets beside the destination; none if nothing is looked for there
     */
    OtherReplicas(Zfs from, Zfs to, DatasetTree tree, DatasetName destination, Collection<DatasetState> around) {
        this.from = from;
        this.to = to;
        this.tree = tree;
        this.destination = destination;
        around.forEach(dataset -> dataset.snapshots().forEach(snapshot -> owners.put(snapshot.guid(), dataset)));
    }

    /**
     * Returns the replica that only needs another name to be that of this dataset, whose own does not exist. A replica
     * that another dataset of the source continues is not one.
     *
     * @throws IOException if zfs fails
     */
    Optional<DatasetName> renamed(DatasetState here) throws IOException {
        Map<DatasetName, DatasetState> candidates = new LinkedHashMap<>();
        for (Snapshot snapshot : here.snapshots()) {
            DatasetState owner = owners.get(snapshot.guid());
            if (owner != null && !owner.guid().equals(here.guid())) {
                candidates.put(owner.name(), owner);
            }
        }
        for (DatasetState candidate : candidates.values()) {
            if (isOnlyOf(here, candidate)) {
                return Optional.of(candidate.name());
            }
        }
        return Optional.empty();
    }

    private boolean isOnlyOf(DatasetState here, DatasetState replica) throws IOException {
        Optional<DatasetState> counterpart = counterpart(replica.name());
        if (counterpart.isEmpty() || counterpart.get().name().equals(here.name())) {
            return true;
        }
        Guid end = end(replica);
        return here.base(end).isPresent() && counterpart.get().base(end).isEmpty();
    }

    private static Guid end(DatasetState replica) {
        List<Snapshot> snapshots = replica.snapshots();
        return snapshots.get(snapshots.size() - 1).guid();
    }

    /** Returns the dataset of the source whose replica has this name. */
    private Optional<DatasetState> counterpart(DatasetName replica) throws IOException {
        if (replica.equals(destination) || replica.isBelow(destination)) {
            return moved(replica, destination, tree.root()).flatMap(tree::find);
        }
        Optional<DatasetName> name = beside(replica, destination, tree.root());
        return name.isPresent() ? from.state(name.get()) : Optional.empty();
    }

    /** Returns the name that a dataset beside one has beside the other. */
    private static Optional<DatasetName> beside(DatasetName name, DatasetName one, DatasetName other) {
        Optional<DatasetName> above = other.parent();
        return one.parent()
                .filter(parent -> above.isPresent() && name.isBelow(parent))
                .flatMap(parent -> moved(name, parent, above.orElseThrow()));
    }

    private static Optional<DatasetName> moved(DatasetName name, DatasetName one, DatasetName other) {
        try {
            return Optional.of(name.moved(one, other));
        } catch (IllegalNameException e) {
            return Optional.empty(); // It is too long, so there is no such dataset.
        }
    }

    /**
     * Returns what has become of the newest snapshot of a replica, if a promotion has given it to another dataset.
     *
     * @param here a clone
     * @param there its replica
     * @throws IOException if zfs fails
     */
    Optional<Promotion> promotion(DatasetState here, Optional<DatasetState> there) throws IOException {
        Optional<SnapshotName> origin = here.origin();
        if (origin.isEmpty()
                || there.isEmpty()
                || there.get().snapshots().isEmpty()
                || here.base(end(there.get())).isPresent()) {
            return Optional.empty();
        }
        DatasetName name = origin.get().dataset();
        Optional<DatasetState> promoted = tree.find(name);
        if (promoted.isEmpty()) {
            promoted = from.state(name);
        }
        boolean hasEnd = promoted.filter(state -> state.base(end(there.get())).isPresent())
                .isPresent();
        return hasEnd ? Optional.of(promotion(name, there.get().name())) : Optional.empty();
    }

    private Promotion promotion(DatasetName promoted, DatasetName replica) throws IOException {
        Optional<DatasetName> itsReplica = promoted.equals(tree.root()) || promoted.isBelow(tree.root())
                ? moved(promoted, tree.root(), destination)
                : beside(promoted, tree.root(), destination);
        Optional<DatasetState> state = itsReplica.isPresent() ? to.state(itsReplica.get()) : Optional.empty();
        boolean isClone = state.flatMap(DatasetState::origin)
                .filter(origin -> origin.dataset().equals(replica))
                .isPresent();
        return new Promotion(promoted, itsReplica, state.isPresent(), isClone);
    }
}
