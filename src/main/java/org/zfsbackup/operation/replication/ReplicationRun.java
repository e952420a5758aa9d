package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.operation.DatasetWorkers;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.plan.CloneOrder;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/**
 * One run from dataset to dataset: plans for both sides, and sends to each destination what it lacks. A dataset that
 * fails does not stop the others, but the run fails at the end. For one use and one thread.
 */
public final class ReplicationRun {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationRun.class);

    private static final ReplicatedDataset NOTHING_ABOVE = new ReplicatedDataset("", "", 0, 0, Optional.empty());

    private final ReplicationSettings settings;
    private final Zfs from;
    private final Zfs to;
    private final RunListener listener;
    private final DatasetReplication replication;

    /**
     * Prepares a run; nothing is looked up or sent yet.
     *
     * @param settings what to replicate
     * @param from the host of the source
     * @param to the host of the destination
     * @param sender sends one stream
     * @param listener gets the end of each dataset, in the thread that replicates it
     */
    public ReplicationRun(ReplicationSettings settings, Zfs from, Zfs to, StreamSender sender, RunListener listener) {
        this.settings = settings;
        this.from = from;
        this.to = to;
        this.listener = listener;
        this.replication = new DatasetReplication(settings, from, to, sender, listener);
    }

    /**
     * Plans and sends, in the calling thread or in several of its own.
     *
     * @return the number of streams that were received
     * @throws Exception if a dataset failed; the others were replicated
     */
    public int run() throws Exception {
        TreePlan plan = plan();
        int streams = run(plan);
        new ReplicaKeys(settings, from, to).warn(plan.datasets());
        return streams;
    }

    private int run(TreePlan plan) throws Exception {
        if (plan.datasets().size() == 1 && plan.refused().isEmpty()) {
            return ReplicatedDataset.streamsOf(List.of(alone(plan.datasets().get(0))));
        }
        List<ReplicatedDataset> ended = new ArrayList<>(together(plan.datasets()));
        plan.refused().forEach(listener::replicated);
        ended.addAll(plan.refused());
        return ReplicatedDataset.streamsOf(ended);
    }

    private TreePlan plan() throws IOException {
        ReplicationPlans plans =
                new ReplicationPlans(from, to, settings.source(), settings.destination(), settings.choice());
        return settings.scope().recursion() == Recursion.EACH
                ? plans.planEach(settings.scope().selection())
                : new TreePlan(List.of(plans.plan(listener)), List.of());
    }

    /** A single dataset's failure is the failure of the run. */
    private ReplicatedDataset alone(PlannedDataset dataset) throws Exception {
        DatasetTally tally = new DatasetTally();
        try {
            replication.replicate(dataset, tally);
        } catch (Exception e) {
            listener.replicated(ended(dataset, tally, e));
            throw e;
        }
        ReplicatedDataset ended = ended(dataset, tally, null);
        listener.replicated(ended);
        return ended;
    }

    private List<ReplicatedDataset> together(List<PlannedDataset> planned) throws InterruptedException {
        Map<DatasetName, PlannedDataset> bySource = new LinkedHashMap<>();
        planned.forEach(dataset -> bySource.put(dataset.source(), dataset));
        Set<String> existed = planned.stream()
                .filter(PlannedDataset::exists)
                .map(dataset -> dataset.destination().value())
                .collect(Collectors.toUnmodifiableSet());
        return new DatasetWorkers(
                        "replication of " + settings.source(), settings.scope().parallel())
                .run(
                        after(bySource),
                        (name, earlier) ->
                                below(Objects.requireNonNull(bySource.get(name)), above(name, earlier), existed));
    }

    /** Each dataset after its origin, and after the nearest dataset above it in this run. */
    private static Map<DatasetName, Set<DatasetName>> after(Map<DatasetName, PlannedDataset> planned) {
        Map<DatasetName, Set<DatasetName>> after = new LinkedHashMap<>();
        CloneOrder.of(planned.values().stream().map(PlannedDataset::here).toList())
                .forEach((name, origins) -> {
                    Set<DatasetName> needed = new HashSet<>(origins);
                    name.nearestAbove(planned.keySet()).ifPresent(needed::add);
                    after.put(name, needed);
                });
        return after;
    }

    private static ReplicatedDataset above(DatasetName name, Map<DatasetName, ReplicatedDataset> earlier) {
        return name.nearestAbove(earlier.keySet()).map(earlier::get).orElse(NOTHING_ABOVE);
    }

    /**
     * Nothing is received below a dataset that does not exist, because a parent that was created for it would be in the
     * way later.
     */
    private ReplicatedDataset below(PlannedDataset dataset, ReplicatedDataset above, Set<String> existed) {
        if (!dataset.exists() && above.failure().isPresent() && !existed.contains(above.destination())) {
            ReplicatedDataset left = ended(
                    dataset,
                    new DatasetTally(),
                    new IOException("it was not tried, because " + above.destination() + " failed"));
            listener.replicated(left);
            return left;
        }
        return apart(dataset);
    }

    private static ReplicatedDataset ended(PlannedDataset dataset, DatasetTally tally, @Nullable Exception failure) {
        return tally.ended(dataset.source().value(), dataset.destination().value(), failure);
    }

    private ReplicatedDataset apart(PlannedDataset dataset) {
        DatasetTally tally = new DatasetTally();
        ReplicatedDataset ended;
        try {
            replication.replicate(dataset, tally);
            ended = ended(dataset, tally, null);
        } catch (Exception e) {
            LOG.info("{} is not replicated: {}", dataset.source(), e.getMessage());
            ended = ended(dataset, tally, e);
        }
        listener.replicated(ended);
        return ended;
    }
}
