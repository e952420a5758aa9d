package org.zfsbackup.operation;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.target.ObjectStore;

/**
 * Has what is being stored written to the disk while more of it comes, in a thread of its own: else a chunk's gigabytes
 * lie in memory until its end, and everything waits while they are written. For several threads; closing ends its own.
 */
final class Writeback implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writeback.class);
    private static final long EVERY = 32L << 20;

    private final ObjectStore store;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(body -> {
        Thread made = new Thread(body, "zfsbackup writeback");
        made.setDaemon(true);
        return made;
    });
    private long waiting;

    Writeback(ObjectStore store) {
        this.store = store;
    }

    /** So many more bytes of an object were given to its endpoint. */
    synchronized void moved(String name, long bytes) {
        waiting += bytes;
        if (waiting >= EVERY && !thread.isShutdown() && busy.compareAndSet(false, true)) {
            waiting = 0;
            thread.execute(() -> settle(name));
        }
    }

    private void settle(String name) {
        try {
            store.settleUnfinished(name);
        } catch (IOException e) {
            LOG.debug("{} is not written early: {}", name, e.getMessage());
        } finally {
            busy.set(false);
        }
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
