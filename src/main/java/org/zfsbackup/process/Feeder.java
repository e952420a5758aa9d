package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Handover;
import org.zfsbackup.stream.Interrupts;
import org.zfsbackup.stream.StalledException;

/**
 * Copies a stream into the standard input of a process, in its own thread.
 *
 * <p>If the stream fails, the process is killed, so it never mistakes a broken stream for a complete one. If the
 * process ends first, the stream is closed, so nobody waits for it in vain. A process that ended with status 0 may have
 * recognised the end of the stream by itself, as {@code zfs receive} does; the stream then has a few seconds to end,
 * too.
 */
final class Feeder {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Child child;
    private final InputStream upstream;
    private final Runnable moved;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long writingSince;
    private volatile boolean childEndedFirst;
    private volatile @Nullable Thread thread;

    private Feeder(Child child, InputStream upstream, Runnable moved) {
        this.child = child;
        this.upstream = upstream;
        this.moved = moved;
    }

    /**
     * Starts the copying.
     *
     * @param moved is called whenever the process has taken some bytes
     */
    static Feeder start(Child child, InputStream upstream, Runnable moved) {
        Feeder feeder = new Feeder(child, upstream, moved);
        feeder.thread = DaemonThreads.start("to " + child.name(), feeder::feed);
        child.onEnd(feeder::childEnded);
        return feeder;
    }

    private void feed() {
        try {
            byte[] buffer = new byte[Handover.BUFFER_SIZE];
            int count;
            while ((count = upstream.read(buffer, 0, buffer.length)) >= 0) {
                if (!write(buffer, count)) {
                    return;
                }
            }
            finish();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        if (childEndedFirst) {
            stoppedReading();
        } else {
            end.completeExceptionally(cause);
            child.kill();
        }
    }

    private boolean write(byte[] buffer, int count) {
        writingSince = System.nanoTime();
        try {
            OutputStream out = child.input();
            out.write(buffer, 0, count);
            out.flush();
        } catch (IOException e) {
            stoppedReading();
            return false;
        }
        writingSince = 0;
        bytes.addAndGet(count);
        moved.run();
        return true;
    }

    private void finish() {
        if (childEndedFirst) {
            stoppedReading();
            return;
        }
        try {
            child.input().close();
            end.complete(null);
        } catch (IOException e) {
            stoppedReading();
        }
    }

    private void stoppedReading() {
        try {
            int status = child.await(GRACE);
            end.completeExceptionally(
                    CommandFailedException.stoppedReading(child.name(), status, child.errors(), bytes.get()));
        } catch (IOException e) {
            end.completeExceptionally(e);
        }
    }

    private void childEnded() {
        if (child.endedWell()) {
            CompletableFuture.delayedExecutor(GRACE.toSeconds(), TimeUnit.SECONDS)
                    .execute(this::stopReading);
        } else {
            stopReading();
        }
    }

    /** Records the failure first: closing and interrupting may not end a read, and waiters must not hang on it. */
    private void stopReading() {
        if (end.isDone()) {
            return;
        }
        childEndedFirst = true;
        stoppedReading();
        try {
            upstream.close();
        } catch (IOException | RuntimeException e) {
            // The end of the command is the failure, and it is reported already.
        }
        Thread reading = thread;
        if (reading != null) {
            reading.interrupt();
        }
    }

    /**
     * Waits until the process has taken the whole stream. Kills a process that takes no byte for {@code stallTimeout}.
     */
    void awaitEnd(Duration stallTimeout) throws IOException {
        try {
            while (!waited(stallTimeout)) {
                long since = writingSince;
                if (since != 0 && System.nanoTime() - since >= stallTimeout.toNanos()) {
                    child.kill();
                    throw new StalledException(child.name() + " read nothing", stallTimeout);
                }
            }
        } catch (InterruptedException e) {
            child.kill();
            Thread.currentThread().interrupt();
            throw Interrupts.asIo(child.name() + ": interrupted", e);
        }
    }

    private boolean waited(Duration stallTimeout) throws IOException, InterruptedException {
        try {
            end.get(Math.max(1, stallTimeout.toMillis() / 4), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("the stream for " + child.name() + " failed: " + e.getCause(), e.getCause());
        }
    }
}
