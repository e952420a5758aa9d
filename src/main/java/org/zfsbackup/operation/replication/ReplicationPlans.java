package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.zfsbackup.operation.WantedDatasets;
import org.zfsbackup.plan.CloneOrder;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.plan.replication.ReplicationPlanner;
import org.zfsbackup.plan.replication.ReplicationState;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.Base;
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
     * @throws IOException if the source does not exist, or zfs fails
     */
    public PlannedDataset plan() throws IOException {
        DatasetTree here = choice.recursive() ? tree() : alone();
        Map<DatasetName, DatasetState> known = known(choice.recursive());
        DatasetState root = here.find(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
        PlannedDataset planned = plan(here, List.of(root), known).get(0);
        return choice.recursive() ? new TreeCompleteness(here, destination, known).checked(planned) : planned;
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
    public List<PlannedDataset> planEach(DatasetSelection selection) throws IOException {
        DatasetTree here = tree();
        return plan(here, WantedDatasets.of(here, selection, choice.last()), known(true));
    }

    private DatasetTree tree() throws IOException {
        return from.tree(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
    }

    private DatasetTree alone() throws IOException {
        DatasetState state = from.state(source).orElseThrow(() -> new NoSuchDatasetException(source, from.host()));
        return new DatasetTree(source, new TreeMap<>(Map.of(source, state)));
    }

    private List<PlannedDataset> plan(DatasetTree tree, List<DatasetState> wanted, Map<DatasetName, DatasetState> there)
            throws IOException {
        refuseItself(choice.recursive() ? tree.datasets().values() : wanted, there);
        SendFeatures sends = from.sendFeatures();
        Set<String> receives = to.poolFeatures(destination);
        warnOfNoFeatures(sends, receives);
        Map<DatasetName, Boolean> raw = raw(wanted, there);
        Map<Guid, DatasetState> elsewhere = elsewhere(wanted, there);
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
                    sameElsewhere(here, elsewhere),
                    origin(tree, here, there, plans));
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
        DatasetState replica = origin.isPresent() ? there.get(destinationOf(dataset)) : null;
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

    /** For each destination of an encrypted source, whether it has the same encrypted blocks, if that is known. */
    private Map<DatasetName, Boolean> raw(List<DatasetState> wanted, Map<DatasetName, DatasetState> there)
            throws IOException {
        Map<DatasetName, Boolean> raw = new HashMap<>();
        Map<Base, Snapshot> common = new LinkedHashMap<>();
        for (DatasetState here : wanted) {
            DatasetState other = there.get(destinationOf(here.name()));
            if (here.encrypted() && other != null && !other.snapshots().isEmpty()) {
                if (other.encrypted()) {
                    newestCommon(here, other)
                            .ifPresent(snapshot ->
                                    common.put(here.base(snapshot.guid()).orElseThrow(), snapshot));
                } else {
                    raw.put(other.name(), false);
                }
            }
        }
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

    private static Optional<Snapshot> newestCommon(DatasetState here, DatasetState other) {
        return other.snapshots().stream()
                .filter(snapshot -> here.base(snapshot.guid()).isPresent())
                .reduce((first, second) -> second);
    }

    /** The datasets beside the destination, by their snapshots; only looked up if a destination does not exist. */
    private Map<Guid, DatasetState> elsewhere(List<DatasetState> wanted, Map<DatasetName, DatasetState> there)
            throws IOException {
        boolean missing = wanted.stream().anyMatch(dataset -> !there.containsKey(destinationOf(dataset.name())));
        Optional<DatasetName> around = destination.parent();
        if (!missing || choice.newReplica() || around.isEmpty()) {
            return Map.of();
        }
        Map<Guid, DatasetState> owners = new HashMap<>();
        to.tree(around.get()).ifPresent(tree -> tree.datasets().values().forEach(dataset -> dataset.snapshots()
                .forEach(snapshot -> owners.put(snapshot.guid(), dataset))));
        return owners;
    }

    /** Excludes the source itself, in case both are on one host. */
    private static Optional<DatasetName> sameElsewhere(DatasetState here, Map<Guid, DatasetState> elsewhere) {
        return here.snapshots().stream()
                .map(snapshot -> elsewhere.get(snapshot.guid()))
                .filter(found -> found != null && !found.guid().equals(here.guid()))
                .map(DatasetState::name)
                .findFirst();
    }
}
