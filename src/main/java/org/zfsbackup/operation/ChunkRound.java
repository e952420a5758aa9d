package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Interrupts;

/**
 * Does the same with each of many chunks, several at the same time. After a failure no further chunk is begun. Closing it
 * interrupts the threads that still work. For one thread.
 */
final class ChunkRound implements AutoCloseable {
    /** What is done with a chunk. */
    @FunctionalInterface
    interface Task {
        /** Runs in any of the threads. */
        void run(Chunk chunk) throws IOException;
    }

    private final List<Chunk> chunks;
    private final Task task;
    private final ExecutorService workers;
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final ConcurrentSkipListMap<Integer, Exception> failures = new ConcurrentSkipListMap<>();

    /**
     * Begins the round.
     *
     * @param threads how many chunks at the same time; at least 1
     */
    ChunkRound(List<Chunk> chunks, int threads, Task task) {
        this.chunks = List.copyOf(chunks);
        this.task = task;
        this.workers = Executors.newFixedThreadPool(threads, DaemonThreads.factory("chunks"));
        for (int i = 0; i < Math.min(threads, chunks.size()); i++) {
            running.add(workers.submit(this::work));
        }
    }

    private void work() {
        int index = next.getAndIncrement();
        while (index < chunks.size() && failures.isEmpty() && !workers.isShutdown()) {
            try {
                task.run(chunks.get(index));
            } catch (IOException | RuntimeException e) {
                failures.put(index, e);
            }
            index = next.getAndIncrement();
        }
    }

    /**
     * Returns after the last chunk.
     *
     * @throws IOException what the task failed with, for the first of the chunks for which it did
     */
    void await() throws IOException {
        try {
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted while chunks were read", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (!failures.isEmpty()) {
            fail(failures.firstEntry().getValue());
        }
    }

    private static void fail(Exception first) throws IOException {
        if (first instanceof IOException failure) {
            throw failure;
        }
        throw new IllegalStateException(first);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
