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
 * Has what is being stored written to the disk while more of it comes, in a thread of its own: else a chunk's gigabytes
 * lie in memory until its end, and everything waits while they are written. For several threads.
 *
 * <p>A failure is kept and must be asked for with {@link #check}: the kernel tells that a page could not be written to
 * whoever forces the file first, and to nobody after.
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
     * So many more bytes of an object were given to its endpoint.
     *
     * @param name asked for only now and then
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

    /** Throws what failed so far. */
    void check() throws IOException {
        IOException failed = failure.get();
        if (failed != null) {
            throw new IOException("what was stored could not be written to the disk: " + failed.getMessage(), failed);
        }
    }

    /** Waits for what is under way, which is never interrupted, because its failure would be lost; and checks. */
    void finish() throws IOException {
        close();
        try {
            if (!thread.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(
                        "what was stored was not written to the disk within " + PATIENCE_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted while writing to the disk", e);
        }
        check();
    }

    /** Begins nothing new; what is under way ends by itself. */
    @Override
    public synchronized void close() {
        thread.shutdown();
    }
}
