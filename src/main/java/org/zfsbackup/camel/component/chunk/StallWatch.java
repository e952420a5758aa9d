package org.zfsbackup.camel.component.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.StalledException;

/** Interrupts a thread if its endpoint does not ask for bytes of a chunk for too long. */
final class StallWatch implements Closeable {
    /** Watches nothing. For chunks in files, because an endpoint may need any time between two reads of a file. */
    static final StallWatch NONE = new StallWatch(null);

    private final @Nullable ScheduledExecutorService clock;
    private volatile @Nullable StalledException stall;

    private StallWatch(@Nullable ScheduledExecutorService clock) {
        this.clock = clock;
    }

    /** Watches the calling thread until it is closed. */
    static StallWatch start(ChunkMeter meter, String endpoint, Duration stallTimeout, Closeable body) {
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("stall watch"));
        StallWatch watch = new StallWatch(clock);
        Thread watched = Thread.currentThread();
        long period = Math.max(1, stallTimeout.toMillis() / 4);
        clock.scheduleWithFixedDelay(
                () -> {
                    if (meter.idleNanos() >= stallTimeout.toNanos() && watch.stall == null) {
                        watch.stall = new StalledException(endpoint + " asked for no byte", stallTimeout);
                        closeQuietly(body, watch.stall);
                        watched.interrupt();
                    }
                },
                period,
                period,
                TimeUnit.MILLISECONDS);
        return watch;
    }

    private static void closeQuietly(Closeable body, @Nullable Exception stall) {
        try {
            body.close();
        } catch (IOException e) {
            if (stall != null) {
                stall.addSuppressed(e);
            }
        }
    }

    /** @throws StalledException if the watched thread was interrupted because of a stall; the interrupt is cleared */
    void check() throws StalledException {
        StalledException found = stall;
        if (found != null) {
            Thread.interrupted();
            throw found;
        }
    }

    @Override
    public void close() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }
}
