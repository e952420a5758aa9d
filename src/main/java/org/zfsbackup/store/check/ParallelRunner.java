package org.zfsbackup.store.check;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Interrupts;

/** Runs a task in several threads at the same time, which end before the call returns. */
final class ParallelRunner {
    private static final int SECONDS_TO_END = 10;

    private ParallelRunner() {}

    /** The work of one thread. */
    @FunctionalInterface
    interface Task<T> {
        T run(int number) throws Exception;
    }

    /**
     * @param timeout for all threads together
     * @throws IOException also if they do not end in time
     */
    static <T> List<T> atOnce(int threads, Duration timeout, Task<T> task) throws Exception {
        ExecutorService pool = threads(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit(() -> {
                    together.await();
                    return task.run(number);
                }));
            }
            return results(running, timeout);
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    private static <T> List<T> results(List<Future<T>> running, Duration timeout) throws Exception {
        long end = System.nanoTime() + timeout.toNanos();
        List<T> results = new ArrayList<>();
        for (Future<T> future : running) {
            try {
                results.add(future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                throw new IOException("the threads did not end within " + timeout.toSeconds() + " seconds", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Interrupts.asIo("the check was interrupted", e);
            }
        }
        return results;
    }

    static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(count, DaemonThreads.factory("check"));
    }

    /** Waits for threads that are shutting down. */
    static void awaitEnd(ExecutorService pool) {
        try {
            if (!pool.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
