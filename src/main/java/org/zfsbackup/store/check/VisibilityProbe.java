package org.zfsbackup.store.check;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.stream.Interrupts;

/** Polls in a thread of its own whether an object is visible too early while it is being stored. */
final class VisibilityProbe implements AutoCloseable {
    private static final int SECONDS_FOR_A_LOOK = 10;
    private static final int PAUSE_MILLIS = 2;

    private final ObjectStore store;
    private final String folder;
    private final String name;
    private final long size;
    private final ExecutorService threads = ParallelRunner.threads(2);
    private final AtomicReference<@Nullable String> seen = new AtomicReference<>();
    private volatile boolean over;

    VisibilityProbe(ObjectStore store, String folder, String name, long size) {
        this.store = store;
        this.folder = folder;
        this.name = name;
        this.size = size;
        threads.submit(this::look);
    }

    /** A failing request says nothing about visibility, so it is ignored. */
    private boolean look() throws InterruptedException {
        while (!over) {
            try {
                sizeSeen().filter(found -> found != size).ifPresent(this::tooEarly);
            } catch (IOException | RuntimeException e) {
                // Try again with the next request.
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return over;
    }

    private Optional<Long> sizeSeen() throws IOException {
        Optional<Long> found = store.stat(name).map(StoredObject::size);
        return found.isPresent()
                ? found
                : store.list(folder).stream()
                        .filter(object -> object.name().equals(name))
                        .map(StoredObject::size)
                        .findFirst();
    }

    private void tooEarly(long found) {
        seen.compareAndSet(
                null, "an object of " + size + " bytes was visible with " + found + " bytes before it was complete");
    }

    /** Called when half of the bytes were read: nothing may be visible yet, whatever its size. */
    void nothingYet() throws IOException {
        Future<Optional<Long>> look = threads.submit(this::sizeSeen);
        try {
            look.get(SECONDS_FOR_A_LOOK, TimeUnit.SECONDS).ifPresent(this::tooEarly);
        } catch (TimeoutException | ExecutionException e) {
            look.cancel(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("the check was interrupted", e);
        }
    }

    /** @throws IOException if it was visible too early */
    void end() throws IOException {
        String found = seen.get();
        if (found != null) {
            throw new IOException(found);
        }
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
        ParallelRunner.awaitEnd(threads);
    }
}
