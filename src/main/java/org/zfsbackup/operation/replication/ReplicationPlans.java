package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.LeftOutChildren;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.WantedDatasets;
import org.zfsbackup.plan.CloneOrder;
import org.zfsbackup.plan.replication.EmptyDestination;
import org.zfsbackup.plan.replication.LongNames;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.plan.replication.ReplicationPlanner;
import org.zfsbackup.plan.replication.ReplicationState;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.NoSuchDatasetException;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.UnknownTokenException;
import org.zfsbackup.zfs.Zfs;

/**
 * Plans the replication of one or many datasets from the state of both sides, with a constant number of processes on
 * each. Changes nothing.
 */
public final class ReplicationPlans {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationPlans.class);

    private final Zfs from;
    private final Zfs to;
    private final DatasetName source;
    private final DatasetName destination;
    private final ReplicationChoice choice;

    /**
     * @param from the host of the source
     * @param to the host of the destination
     * @param source the dataset at the source
     * @param destination the dataset at the destination
     * @param choice what the user wants
     */
    public ReplicationPlans(Zfs from, Zfs to, DatasetName source, DatasetName destination, ReplicationChoice choice) {
        this.from = from;
        this.to = to;
        this.source = source;
        this.destination = destination;
        this.choice = choice;
    }

    /**
     * Plans the dataset alone, or with its children in one stream.
     *
     * @param listener is told if the children are left out
     * @throws IOException if the source does not exist, or zfs fails
     */
    public PlannedDataset plan(RunListener listener) throws IOException {
        DatasetTree here = choice.recursive() ? tree() : alone(listener);
        refuseLongNames(here);
        Map<DatasetName, DatasetState> known = known(choice.recursive());
        DatasetState root = here.find(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
        PlannedDataset planned = plan(here, List.of(root), known).get(0);
        return choice.recursive() ? new TreeCompleteness(here, destination, known).checked(planned) : planned;
    }

    /** A stream with children is received as a whole or not at all. */
    private void refuseLongNames(DatasetTree here) throws IOException {
        Optional<String> refusal = here.datasets().keySet().stream()
                .flatMap(name -> LongNames.refusal(name, source, destination).stream())
                .findFirst();
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
    }

    private Map<DatasetName, DatasetState> known(boolean recursive) throws IOException {
        if (recursive) {
            return to.tree(destination)
                    .map(DatasetTree::datasets)
                    .<Map<DatasetName, DatasetState>>map(HashMap::new)
                    .orElse(Map.of());
        }
        Map<DatasetName, DatasetState> known = new HashMap<>();
        to.state(destination).ifPresent(state -> known.put(destination, state));
        return known;
    }

    /**
     * Plans the dataset and each selected one below it, parents first; those without snapshots are left out.
     *
     * @throws IOException if the source does not exist, nothing is selected or has a snapshot, or zfs fails
     */
    public TreePlan planEach(DatasetSelection selection) throws IOException {
        DatasetTree here = tree();
        List<DatasetState> wanted = new ArrayList<>();
        List<ReplicatedDataset> refused = new ArrayList<>();
        for (DatasetState dataset : WantedDatasets.of(here, selection, choice.last())) {
            Optional<String> refusal = LongNames.refusal(dataset.name(), source, destination);
            if (refusal.isPresent()) {
                String replica = LongNames.replica(dataset.name(), source, destination);
                refused.add(new ReplicatedDataset(dataset.name().value(), replica, 0, 0, refusal));
            } else {
                wanted.add(dataset);
            }
        }
        return new TreePlan(plan(here, wanted, known(true)), refused);
    }

    private DatasetTree tree() throws IOException {
        return from.tree(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
    }

    private DatasetTree alone(RunListener listener) throws IOException {
        DatasetTree shallow =
                from.withChildren(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
        LeftOutChildren.tell(shallow, listener);
        DatasetState state = shallow.find(source).orElseThrow();
        return new DatasetTree(source, new TreeMap<>(Map.of(source, state)));
    }

    private List<PlannedDataset> plan(DatasetTree tree, List<DatasetState> wanted, Map<DatasetName, DatasetState> there)
            throws IOException {
        refuseItself(choice.recursive() ? tree.datasets().values() : wanted, there);
        SendFeatures sends = from.sendFeatures();
        Set<String> receives = to.poolFeatures(destination);
        warnOfNoFeatures(sends, receives);
        ReplicaEncryption encryption = new ReplicaEncryption(from, to);
        wanted.forEach(here -> encryption.add(here, Optional.ofNullable(there.get(destinationOf(here.name())))));
        Map<DatasetName, Boolean> raw = encryption.raw();
        OtherReplicas others = others(tree, wanted, there);
        List<PlannedDataset> planned = new ArrayList<>();
        Map<DatasetName, ReplicationPlan> plans = new HashMap<>();
        for (DatasetName source : CloneOrder.of(wanted).keySet()) {
            DatasetState here = tree.find(source).orElseThrow();
            DatasetName name = destinationOf(here.name());
            Optional<DatasetState> state = Optional.ofNullable(there.get(name));
            ReplicationState sides = new ReplicationState(
                    here,
                    tree,
                    name,
                    state,
                    Optional.empty(),
                    sends,
                    receives,
                    Optional.ofNullable(raw.get(name)),
                    state.isPresent() ? Optional.empty() : others.renamed(here),
                    origin(tree, here, there, plans),
                    empty(state),
                    choice.recursive() ? Optional.empty() : others.promotion(here, state));
            ReplicationPlan plan;
            try {
                sides = sides.withToken(token(state));
                plan = ReplicationPlanner.plan(choice, sides);
            } catch (UnknownTokenException e) {
                plan = new ReplicationPlan.Impossible("an interrupted receive of " + name + " is neither"
                        + " resumed nor discarded, because " + e.getMessage()
                        + ". If that does not change, run `zfs receive -A "
                        + name + "` there to discard the partial state; the next run sends the stream again");
            }
            plans.put(source, plan);
            planned.add(new PlannedDataset(sides, plan));
        }
        return planned;
    }

    /** Asks only for a destination that exists and has no snapshots, which is rare. */
    private Optional<EmptyDestination> empty(Optional<DatasetState> there) throws IOException {
        if (there.isEmpty() || !there.get().snapshots().isEmpty()) {
            return Optional.empty();
        }
        DatasetName name = there.get().name();
        boolean hasDatasetsBelow =
                to.tree(name).map(tree -> tree.datasets().size() > 1).orElse(false);
        return Optional.of(new EmptyDestination(to.containers().isUntouched(name), hasDatasetsBelow));
    }

    /** The origin of a clone, if the destination has it or gets it in this run. */
    private Optional<Snapshot> origin(
            DatasetTree tree,
            DatasetState here,
            Map<DatasetName, DatasetState> there,
            Map<DatasetName, ReplicationPlan> plans) {
        Optional<SnapshotName> name = here.usableOrigin();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        DatasetName dataset = name.get().dataset();
        Optional<Snapshot> origin =
                tree.find(dataset).flatMap(state -> state.snapshot(name.get().name()));
        boolean isPossible = origin.isPresent()
                && LongNames.refusal(dataset, source, destination).isEmpty();
        DatasetState replica = isPossible ? there.get(destinationOf(dataset)) : null;
        return origin.filter(snapshot ->
                (replica != null && replica.snapshot(snapshot.guid()).isPresent())
                        || isSent(plans.get(dataset), snapshot));
    }

    private static boolean isSent(@Nullable ReplicationPlan plan, Snapshot snapshot) {
        return plan instanceof ReplicationPlan.Send send
                && send.requests().stream()
                        .anyMatch(request -> request.snapshot().guid().equals(snapshot.guid()));
    }

    private Optional<ResumeToken> token(Optional<DatasetState> there) throws IOException {
        Optional<String> text = there.flatMap(DatasetState::token);
        return text.isPresent() ? Optional.of(from.token(text.get())) : Optional.empty();
    }

    /** Without these features streams only get larger. There is no warning for a zfs that is too old for such pools. */
    private void warnOfNoFeatures(SendFeatures sends, Set<String> receives) {
        SendFormatPreference form = choice.form();
        boolean open = (form.compressed().isEmpty() && sends.knows('c'))
                || (form.largeBlocks().isEmpty() && sends.knows('L'));
        if (receives.isEmpty() && open && to.resumes()) {
            LOG.warn(
                    "The zpool command of {} does not report the features of the pool of {}, so streams are"
                            + " sent without -c and -L. Allow zpool to be run there, or set compressed and"
                            + " largeBlocks",
                    to.host(),
                    destination);
        }
    }

    /** A dataset that is its own replica would be reported as a good one. */
    private void refuseItself(Collection<DatasetState> wanted, Map<DatasetName, DatasetState> there)
            throws IOException {
        Set<Guid> guids = there.values().stream().map(DatasetState::guid).collect(Collectors.toSet());
        Optional<DatasetState> itself = wanted.stream()
                .filter(dataset -> guids.contains(dataset.guid()))
                .findFirst();
        if (itself.isPresent()) {
            throw new IOException(
                    itself.get().name() + " cannot be replicated to itself or to a dataset above it: choose"
                            + " another destination, or leave it out with exclude");
        }
    }

    private DatasetName destinationOf(DatasetName name) {
        return name.moved(source, destination);
    }

    /** The datasets beside the destination are only looked up if a destination does not exist. */
    private OtherReplicas others(DatasetTree tree, List<DatasetState> wanted, Map<DatasetName, DatasetState> there)
            throws IOException {
        boolean missing = wanted.stream().anyMatch(dataset -> !there.containsKey(destinationOf(dataset.name())));
        Optional<DatasetName> around = destination.parent();
        Optional<DatasetTree> found =
                missing && !choice.newReplica() && around.isPresent() ? to.tree(around.get()) : Optional.empty();
        Collection<DatasetState> datasets = found.<Collection<DatasetState>>map(
                        beside -> beside.datasets().values())
                .orElse(List.of());
        return new OtherReplicas(from, to, tree, destination, datasets);
    }
}
