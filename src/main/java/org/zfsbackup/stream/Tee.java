package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Delivers every byte of a stream to several readers, through a fixed number of shared buffers. The slowest reader sets
 * the pace.
 *
 * <p>A reader sees the end only after the source ended without an error. If the source fails, every further read
 * throws, even if blocks are still buffered. A reader that closes its branch, or takes no byte for {@code stallTimeout}
 * while others wait for it, is dropped; the others continue. When the last reader is gone, the source is closed, in
 * whichever thread noticed it.
 */
final class Tee {
    private final Object lock = new Object();
    private final String what;
    private final Duration stallTimeout;
    private final Ring ring = new Ring();
    private final List<TeeBranch> branches = new ArrayList<>();
    private boolean ended;
    private @Nullable IOException failure;
    private @Nullable InputStream source;

    /**
     * Creates a tee without readers.
     *
     * @param what the stream's name in error messages
     * @param stallTimeout how long the others wait for a reader that takes no byte
     */
    Tee(String what, Duration stallTimeout) {
        this.what = what;
        this.stallTimeout = stallTimeout;
    }

    /**
     * Adds a reader. Call it before {@link #pour}.
     *
     * @param onStall is called in the pouring thread if this reader is dropped because it took no byte
     */
    TeeBranch branch(String name, Runnable onStall) {
        synchronized (lock) {
            TeeBranch branch = new TeeBranch(this, name, onStall);
            branches.add(branch);
            return branch;
        }
    }

    /**
     * Reads the source and passes it to the readers. It returns at the end of the source (readers may still have blocks
     * to read) or when all readers are gone.
     */
    void pour(InputStream from) throws IOException {
        synchronized (lock) {
            source = from;
        }
        try {
            byte[] buffer = room();
            int count;
            while ((count = from.read(buffer, 0, buffer.length)) >= 0) {
                publish(buffer, count);
                buffer = room();
            }
            synchronized (lock) {
                ended = true;
                lock.notifyAll();
            }
        } catch (IOException e) {
            if (!isDeserted()) {
                throw fail(e);
            }
        } catch (RuntimeException | Error e) {
            fail(new IOException(what + " failed with " + e, e));
            throw e;
        }
    }

    private boolean isDeserted() {
        synchronized (lock) {
            return failure == null && branches.stream().noneMatch(TeeBranch::isLive);
        }
    }

    /** Makes every further read and write throw. Returns what they throw, which may be an earlier failure. */
    IOException fail(IOException cause) {
        synchronized (lock) {
            if (failure == null && !ended) {
                failure = cause;
            }
            lock.notifyAll();
            return failure == null ? cause : failure;
        }
    }

    /** Returns the next buffer to fill, after every reader is done with it. */
    private byte[] room() throws IOException {
        Optional<TeeBranch> stalled;
        while ((stalled = awaitRoom()).isPresent()) {
            stalled.get().onStall.run();
        }
        synchronized (lock) {
            return ring.next();
        }
    }

    /** Waits for the slowest reader. If it takes no byte for too long, it is dropped and returned. */
    private Optional<TeeBranch> awaitRoom() throws IOException {
        synchronized (lock) {
            long began = System.nanoTime();
            TeeBranch slowest = slowest();
            while (ring.wouldOverwrite(slowest.taken)) {
                long left = stallTimeout.toNanos() - (System.nanoTime() - Math.max(began, slowest.lastMove));
                if (left <= 0) {
                    slowest.failure = new StalledException(slowest.name + " took no byte of " + what, stallTimeout);
                    lock.notifyAll();
                    return Optional.of(slowest);
                }
                await(left / 1_000_000 + 1);
                slowest = slowest();
            }
            return Optional.empty();
        }
    }

    private TeeBranch slowest() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return branches.stream()
                .filter(TeeBranch::isLive)
                .min(Comparator.comparingLong(branch -> branch.taken))
                .orElseThrow(() -> new IOException("nobody reads " + what + " any more"));
    }

    private void publish(byte[] buffer, int count) {
        synchronized (lock) {
            if (count > 0) {
                ring.fill(buffer, count);
                lock.notifyAll();
            }
        }
    }

    /**
     * Returns the next block of this reader, or null at the end. Waits without a limit, because the source has a
     * timeout of its own.
     */
    Ring.@Nullable Block take(TeeBranch branch) throws IOException {
        synchronized (lock) {
            check(branch);
            while (branch.taken == ring.filled() && !ended) {
                await(0);
                check(branch);
            }
            return branch.taken == ring.filled() ? null : ring.block(branch.taken);
        }
    }

    /** Throws if the block that the reader has just copied may have been overwritten meanwhile. */
    void check(TeeBranch branch) throws IOException {
        synchronized (lock) {
            if (failure != null) {
                throw failure;
            }
            if (branch.failure != null) {
                throw branch.failure;
            }
            if (branch.closed) {
                throw new IOException("the stream is closed");
            }
        }
    }

    void giveBack(TeeBranch branch) {
        synchronized (lock) {
            branch.taken++;
            branch.lastMove = System.nanoTime();
            lock.notifyAll();
        }
    }

    void close(TeeBranch branch) throws IOException {
        InputStream unread = null;
        synchronized (lock) {
            branch.closed = true;
            lock.notifyAll();
            if (!ended && branches.stream().noneMatch(TeeBranch::isLive)) {
                unread = source;
            }
        }
        if (unread != null) {
            unread.close();
        }
    }

    private void await(long milliseconds) throws IOException {
        try {
            lock.wait(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo(what + ": interrupted", e);
        }
    }
}
