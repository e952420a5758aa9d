package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/**
 * One run from dataset to dataset: plans for both sides, and sends to each destination what it lacks. A dataset that
 * fails does not stop the others, but the run fails at the end. For one use and one thread.
 */
public final class ReplicationRun {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationRun.class);

    private static final long SECONDS_TO_END = 10;

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
        List<PlannedDataset> planned = plan();
        List<ReplicatedDataset> ended = planned.size() == 1 ? List.of(alone(planned.get(0))) : together(planned);
        List<ReplicatedDataset> failed =
                ended.stream().filter(dataset -> dataset.failure().isPresent()).toList();
        if (!failed.isEmpty()) {
            throw new IOException(failed.size() + " of " + planned.size() + " datasets failed. "
                    + String.join(
                            "; ",
                            failed.stream()
                                    .map(dataset -> dataset.source() + ": "
                                            + dataset.failure().orElse(""))
                                    .toList()));
        }
        return ended.stream().mapToInt(ReplicatedDataset::streams).sum();
    }

    private List<PlannedDataset> plan() throws IOException {
        ReplicationPlans plans =
                new ReplicationPlans(from, to, settings.source(), settings.destination(), settings.choice());
        return settings.scope().recursion() == Recursion.EACH
                ? plans.planEach(settings.scope().selection())
                : List.of(plans.plan());
    }

    /** A single dataset's failure is the failure of the run. */
    private ReplicatedDataset alone(PlannedDataset dataset) throws Exception {
        ReplicationTally tally = new ReplicationTally();
        try {
            replication.replicate(dataset, tally);
        } catch (Exception e) {
            listener.replicated(tally.ended(dataset, e));
            throw e;
        }
        ReplicatedDataset ended = tally.ended(dataset, null);
        listener.replicated(ended);
        return ended;
    }

    private List<ReplicatedDataset> together(List<PlannedDataset> planned) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(
                Math.max(1, settings.scope().parallel()), DaemonThreads.factory("replication of " + settings.source()));
        try {
            Set<String> existed = planned.stream()
                    .filter(PlannedDataset::exists)
                    .map(dataset -> dataset.destination().value())
                    .collect(Collectors.toUnmodifiableSet());
            Map<DatasetName, CompletableFuture<ReplicatedDataset>> running = new LinkedHashMap<>();
            for (PlannedDataset dataset : planned) {
                CompletableFuture<ReplicatedDataset> above = above(dataset, running);
                running.put(
                        dataset.destination(), above.thenApplyAsync(ended -> below(dataset, ended, existed), workers));
            }
            List<ReplicatedDataset> ended = new ArrayList<>();
            for (CompletableFuture<ReplicatedDataset> future : running.values()) {
                ended.add(future.get());
            }
            return ended;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            workers.shutdownNow();
            awaitEnd(workers);
        }
    }

    /** Interrupted workers end soon; a worker that does not cannot be stopped. */
    private static void awaitEnd(ExecutorService workers) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!workers.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                LOG.warn("A replication does not end, although it was interrupted");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The nearest dataset above it in this run; a completed future if there is none. */
    private static CompletableFuture<ReplicatedDataset> above(
            PlannedDataset dataset, Map<DatasetName, CompletableFuture<ReplicatedDataset>> running) {
        Optional<DatasetName> above = dataset.destination().parent();
        while (above.isPresent() && !running.containsKey(above.get())) {
            above = above.get().parent();
        }
        return above.map(running::get).orElse(CompletableFuture.completedFuture(NOTHING_ABOVE));
    }

    /**
     * Nothing is received below a dataset that does not exist, because a parent that was created for it would be in the
     * way later.
     */
    private ReplicatedDataset below(PlannedDataset dataset, ReplicatedDataset above, Set<String> existed) {
        if (!dataset.exists() && above.failure().isPresent() && !existed.contains(above.destination())) {
            ReplicatedDataset left = new ReplicationTally()
                    .ended(dataset, new IOException("it was not tried, because " + above.destination() + " failed"));
            listener.replicated(left);
            return left;
        }
        return apart(dataset);
    }

    private ReplicatedDataset apart(PlannedDataset dataset) {
        ReplicationTally tally = new ReplicationTally();
        ReplicatedDataset ended;
        try {
            replication.replicate(dataset, tally);
            ended = tally.ended(dataset, null);
        } catch (Exception e) {
            LOG.info("{} is not replicated: {}", dataset.source(), e.getMessage());
            ended = tally.ended(dataset, e);
        }
        listener.replicated(ended);
        return ended;
    }
}
