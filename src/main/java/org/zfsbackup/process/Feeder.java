package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies a stream into the standard input of a process, in a thread of its own.
 *
 * <p>A stream that fails ends the process by a signal, so that it never takes the broken end for a good one; a process
 * that ends before the stream closes the stream, so that nobody goes on waiting for it.
 */
final class Feeder {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Child child;
    private final InputStream upstream;
    private final Runnable moved;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long writingSince;
    private volatile boolean finished;
    private volatile boolean childEndedFirst;

    private Feeder(Child child, InputStream upstream, Runnable moved) {
        this.child = child;
        this.upstream = upstream;
        this.moved = moved;
    }

    /** @param moved called whenever the process has taken some bytes */
    static Feeder start(Child child, InputStream upstream, Runnable moved) {
        Feeder feeder = new Feeder(child, upstream, moved);
        Workers.start("to " + child.command(), feeder::feed);
        child.onEnd(feeder::childEnded);
        return feeder;
    }

    private void feed() {
        byte[] buffer = new byte[Handover.BUFFER_SIZE];
        int count;
        while ((count = read(buffer)) >= 0) {
            if (!write(buffer, count)) {
                return;
            }
        }
    }

    /** Gives -1 where the copying is over, well or not. */
    private int read(byte[] buffer) {
        try {
            int count = upstream.read(buffer, 0, buffer.length);
            if (count < 0) {
                finish();
            }
            return count;
        } catch (IOException | RuntimeException e) {
            if (childEndedFirst) {
                stoppedReading();
            } else {
                end.completeExceptionally(e);
                child.kill();
            }
            return -1;
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
        finished = true;
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
                    CommandFailedException.stoppedReading(child.command(), status, child.errors(), bytes.get()));
        } catch (IOException e) {
            end.completeExceptionally(e);
        }
    }

    private void childEnded() {
        if (!finished) {
            childEndedFirst = true;
            try {
                upstream.close();
            } catch (IOException e) {
                end.completeExceptionally(e);
            }
        }
    }

    /** Waits until the whole stream is in the process; a process that takes nothing for the time {@code rest} is ended. */
    void awaitEnd(Duration rest) throws IOException {
        try {
            while (!waited(rest)) {
                long since = writingSince;
                if (since != 0 && System.nanoTime() - since >= rest.toNanos()) {
                    child.kill();
                    throw new StalledException(child.command() + " read nothing", rest);
                }
            }
        } catch (InterruptedException e) {
            child.kill();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(child.command() + ": interrupted").initCause(e);
        }
    }

    private boolean waited(Duration rest) throws IOException, InterruptedException {
        try {
            end.get(Math.max(1, rest.toMillis() / 4), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("the stream for " + child.command() + " failed: " + e.getCause(), e.getCause());
        }
    }
}
