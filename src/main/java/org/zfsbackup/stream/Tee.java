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
 * One stream for several readers, each of which gets every byte; the slowest sets the pace, in a fixed number of buffers
 * that all of them share.
 *
 * <p>A reader sees the end only after the source's own clean end; a source that fails makes every further read throw,
 * whatever is still in the buffers. A reader that closes its branch, or takes nothing for {@code stallTimeout} while others wait
 * for it, is dropped, and the others go on. When the last one is gone the source is closed, by whichever thread that is.
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
     * A tee without a reader.
     *
     * @param what the stream's name in errors
     * @param stallTimeout how long all others wait for a reader that takes nothing
     */
    Tee(String what, Duration stallTimeout) {
        this.what = what;
        this.stallTimeout = stallTimeout;
    }

    /**
     * One more reader, before anything is poured.
     *
     * @param onStall is called when this one is dropped because it took nothing; in the pouring thread
     */
    TeeBranch branch(String name, Runnable onStall) {
        synchronized (lock) {
            TeeBranch branch = new TeeBranch(this, name, onStall);
            branches.add(branch);
            return branch;
        }
    }

    /**
     * Gives the readers what comes, and returns at the stream's end, when they may still have some of it to read, or
     * when all of them are gone.
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

    /** From now on every read and every write throws; gives what they throw, which may be an earlier failure. */
    IOException fail(IOException cause) {
        synchronized (lock) {
            if (failure == null && !ended) {
                failure = cause;
            }
            lock.notifyAll();
            return failure == null ? cause : failure;
        }
    }

    /** The next buffer to be filled, once every reader is done with it. */
    private byte[] room() throws IOException {
        Optional<TeeBranch> stalled;
        while ((stalled = awaitRoom()).isPresent()) {
            stalled.get().onStall.run();
        }
        synchronized (lock) {
            return ring.next();
        }
    }

    /** Waits for the slowest reader, and gives it where it takes nothing for too long: it is dropped then. */
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

    /** What this reader has to read next; null at the end. Waits for ever: the source watches itself. */
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

    /** Throws where what the reader has just copied may not have been its own any more. */
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
