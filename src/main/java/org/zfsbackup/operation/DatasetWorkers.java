package org.zfsbackup.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.zfs.DatasetName;

/** Does one piece of work for each of many datasets, several at the same time, each after those that it depends on. */
public final class DatasetWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetWorkers.class);
    private static final long SECONDS_TO_END = 10;

    private final String name;
    private final int parallel;

    /**
     * @param name the name of the threads
     * @param parallel the number of datasets at the same time; at least 1
     */
    public DatasetWorkers(String name, int parallel) {
        this.name = name;
        this.parallel = Math.max(1, parallel);
    }

    /** The work for one dataset. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does the work, in a thread of its own. An exception is a bug: failures are part of the result.
         *
         * @param earlier the results of the datasets that this one depends on
         */
        ReplicatedDataset run(DatasetName dataset, Map<DatasetName, ReplicatedDataset> earlier);
    }

    /**
     * Does the work for all datasets, and returns after the last one has ended.
     *
     * @param after for each dataset the datasets that must be done before; each must come before it in this map
     * @throws InterruptedException if the caller is interrupted; the workers are then interrupted too
     */
    public List<ReplicatedDataset> run(Map<DatasetName, Set<DatasetName>> after, Work work)
            throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(parallel, DaemonThreads.factory(name));
        try {
            Map<DatasetName, CompletableFuture<ReplicatedDataset>> running = new LinkedHashMap<>();
            after.forEach((dataset, needed) -> running.put(dataset, start(dataset, needed, running, work, workers)));
            List<ReplicatedDataset> ended = new ArrayList<>();
            for (CompletableFuture<ReplicatedDataset> future : running.values()) {
                ended.add(future.get());
            }
            return ended;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
            awaitEnd(workers);
        }
    }

    private static CompletableFuture<ReplicatedDataset> start(
            DatasetName dataset,
            Set<DatasetName> needed,
            Map<DatasetName, CompletableFuture<ReplicatedDataset>> running,
            Work work,
            ExecutorService workers) {
        Map<DatasetName, CompletableFuture<ReplicatedDataset>> before = new HashMap<>(running);
        before.keySet().retainAll(needed);
        return CompletableFuture.allOf(before.values().toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        nothing -> {
                            Map<DatasetName, ReplicatedDataset> earlier = new HashMap<>();
                            before.forEach((other, future) -> earlier.put(other, future.join()));
                            return work.run(dataset, earlier);
                        },
                        workers);
    }

    /** Interrupted workers end soon; a worker that does not cannot be stopped. */
    private void awaitEnd(ExecutorService workers) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!workers.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                LOG.warn("The {} does not end, although it was interrupted", name);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
