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
 * Lets several readers read the same stream, each in its own thread and each with its own outcome. A reader that fails,
 * closes its stream or takes no byte for too long is dropped; the others continue.
 *
 * <p>A reader gets -1 only after the source ended without an error. {@link #close} may be called from any thread at any
 * time; it makes every reader fail.
 */
public final class Branching implements Closeable {
    private static final long GRACE_MILLISECONDS = 5000;

    /**
     * Reads one branch. The branch is closed after {@code read} returns. An exception is the failure of this reader
     * only.
     */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads the branch, in the thread of this reader.
         *
         * @param in every byte of the source; closed by the caller
         * @throws Exception if this reader failed; the other readers continue
         */
        void read(InputStream in) throws Exception;
    }

    private final Tee tee;
    private final Map<String, Reader> readers;
    private final List<Branch> branches = new ArrayList<>();
    private final Map<String, Exception> failures = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates the branches. Nothing is read before {@link #run}.
     *
     * @param what the stream's name in error messages
     * @param stallTimeout how long the others wait for a reader that takes no byte
     * @param readers the readers by their names
     */
    public Branching(String what, Duration stallTimeout, Map<String, Reader> readers) {
        this.tee = new Tee(what, stallTimeout);
        this.readers = new LinkedHashMap<>(readers);
    }

    /**
     * Reads the source in the calling thread until its end, or until no reader is left, and waits until every reader
     * has returned.
     *
     * @return the failures of the readers, by the readers' names
     * @throws IOException if the source failed; every reader has failed then, too
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

        /** Records the stall as the failure if there was one, not the interrupt that followed from it. */
        private void fail(Exception cause) {
            IOException stall = in.failure;
            failures.put(name, stall == null ? cause : stall);
        }

        /**
         * Waits for the reader. A dropped reader may ignore the interrupt, so the others wait for it for a few seconds
         * only.
         */
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
