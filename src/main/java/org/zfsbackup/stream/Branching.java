package org.zfsbackup.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Several readers of one stream, each in a thread of its own, and each with an end of its own: one that fails, closes
 * its stream, or takes nothing for too long is out, and the others go on.
 *
 * <p>A reader gets -1 only after the source's own clean end. {@link #close} may come from any thread and at any time: it
 * makes every reader fail.
 */
public final class Branching implements Closeable {
    private static final long GRACE_MILLISECONDS = 5000;

    /** Reads its stream, which is closed behind it. What it throws is its failure alone. */
    @FunctionalInterface
    public interface Reader {
        void read(InputStream in) throws Exception;
    }

    private final Tee tee;
    private final Map<String, Reader> readers;
    private final List<Branch> branches = new ArrayList<>();
    private final Map<String, Exception> failures = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Describes it; nothing is read yet.
     *
     * @param what the stream's name in errors
     * @param stallTimeout how long all others wait for a reader that takes nothing
     * @param readers by their names
     */
    public Branching(String what, Duration stallTimeout, Map<String, Reader> readers) {
        this.tee = new Tee(what, stallTimeout);
        this.readers = new LinkedHashMap<>(readers);
    }

    /**
     * Reads the source in this thread, to its end or until nobody wants more of it, and waits until every reader is done.
     *
     * @return what readers failed with, by their names
     * @throws IOException where the source failed; every reader has failed then too
     */
    public Map<String, Exception> run(InputStream source) throws IOException {
        begin();
        try {
            tee.pour(source);
        } finally {
            awaitAll();
        }
        return Map.copyOf(failures);
    }

    private synchronized void begin() throws IOException {
        if (closed) {
            throw new IOException("the run has ended");
        }
        readers.forEach((name, reader) -> branches.add(new Branch(name, reader)));
        branches.forEach(Branch::start);
    }

    private void awaitAll() throws IOException {
        try {
            awaitEach();
        } catch (InterruptedException e) {
            close();
            IOException interrupted = Interrupts.asIo("interrupted while targets were served", e);
            try {
                awaitEach();
            } catch (InterruptedException again) {
                interrupted.addSuppressed(again);
            }
            Thread.currentThread().interrupt();
            throw interrupted;
        }
    }

    private void awaitEach() throws InterruptedException {
        for (Branch branch : branches) {
            branch.await();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        tee.fail(new IOException("the run has ended"));
        branches.forEach(Branch::interrupt);
    }

    private final class Branch {
        private final String name;
        private final Reader reader;
        private final TeeBranch in;
        private volatile @Nullable Thread thread;

        Branch(String name, Reader reader) {
            this.name = name;
            this.reader = reader;
            this.in = tee.branch(name, this::interrupt);
        }

        void start() {
            thread = DaemonThreads.start("branch " + name, this::run);
        }

        void interrupt() {
            Thread started = thread;
            if (started != null) {
                started.interrupt();
            }
        }

        private void run() {
            try (in) {
                reader.read(in);
            } catch (Exception e) {
                fail(e);
            } catch (Error e) {
                fail(new IOException(name + " failed with " + e, e));
                throw e;
            }
        }

        /** A stall is what the reader failed with, not the interrupt that came of it. */
        private void fail(Exception cause) {
            IOException stall = in.failure;
            failures.put(name, stall == null ? cause : stall);
        }

        /** One that was dropped may be where no interrupt reaches it; the others do not wait for it for long. */
        void await() throws InterruptedException {
            Thread started = thread;
            while (started != null && started.isAlive()) {
                boolean dropped = in.failure != null || closed;
                started.join(GRACE_MILLISECONDS);
                if (dropped && started.isAlive()) {
                    fail(new IOException(name + " did not stop within 5 seconds"));
                    return;
                }
            }
        }
    }
}
