package org.zfsbackup.operation;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Interrupts;

/**
 * Flushes a chunk to disk in a thread of its own while more of it is still being stored. Otherwise gigabytes of a chunk
 * would stay in memory until its end, and everything would wait while they are written. Safe for use by several
 * threads.
 *
 * <p>A failure is kept for {@link #check}: the kernel reports a page that it could not write only to the first process
 * that forces the file.
 */
final class BackgroundSync implements AutoCloseable {
    private static final long EVERY = 32L << 20;
    private static final long PATIENCE_MINUTES = 10;

    private final ObjectStore store;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.factory("writeback"));
    private long waiting;

    BackgroundSync(ObjectStore store) {
        this.store = store;
    }

    /**
     * Records that more bytes of an object were passed to its endpoint.
     *
     * @param name supplies the name of the object; called only now and then
     */
    synchronized void moved(Supplier<String> name, long bytes) {
        waiting += bytes;
        if (waiting >= EVERY && !thread.isShutdown() && busy.compareAndSet(false, true)) {
            waiting = 0;
            thread.execute(() -> makeDurable(name.get()));
        }
    }

    private void makeDurable(String name) {
        try {
            store.flushPartial(name);
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } finally {
            busy.set(false);
        }
    }

    /** @throws IOException what has failed so far */
    void check() throws IOException {
        IOException failed = failure.get();
        if (failed != null) {
            throw new IOException("the stored bytes could not be written to disk: " + failed.getMessage(), failed);
        }
    }

    /** Waits for the running flush, which is never interrupted because its failure would be lost, and then checks. */
    void finish() throws IOException {
        close();
        try {
            if (!thread.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(
                        "the stored bytes were not written to disk within " + PATIENCE_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted while writing to the disk", e);
        }
        check();
    }

    /** Starts no further flush; a running one ends by itself. */
    @Override
    public synchronized void close() {
        thread.shutdown();
    }
}
