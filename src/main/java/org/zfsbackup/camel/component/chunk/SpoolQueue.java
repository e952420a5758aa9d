package org.zfsbackup.camel.component.chunk;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.stream.Streams;

/**
 * Stores chunks from temporary files, several at the same time.
 *
 * <p>There are never more files than chunks that may be stored at the same time. The first failure ends the whole
 * queue.
 */
final class SpoolQueue implements Closeable {
    private final ChunkEndpoint options;
    private final ChunkSender store;
    private final ExecutorService threads;
    private final Semaphore places;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    SpoolQueue(ChunkEndpoint options, ChunkSender store) {
        this.options = options;
        this.store = store;
        this.places = new Semaphore(options.getParallel());
        this.threads = options.getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "zfsbackup chunk", options.getParallel());
    }

    /** Writes a part to a file and queues it; waits until there is room for it. */
    void add(int number, InputStream part) throws Exception {
        places.acquire();
        throwFailure();
        Path file = spoolFile();
        try {
            Digest plain = write(part, file);
            threads.execute(() -> store(number, file.toFile(), plain));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Path spoolFile() throws IOException {
        String directory = options.getSpoolDirectory();
        return directory == null
                ? Files.createTempFile("zfsbackup-", ".chunk")
                : Files.createTempFile(Path.of(directory), "zfsbackup-", ".chunk");
    }

    private static Digest write(InputStream part, Path file) throws IOException {
        try (MeteredStream metered = MeteredStream.of(part);
                OutputStream out = Files.newOutputStream(file)) {
            Streams.copy(metered, out);
            return metered.digest();
        }
    }

    private void store(int number, File file, Digest plain) {
        try {
            if (failure.get() == null) {
                store.file(number, file, plain);
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        } catch (Error e) {
            failure.compareAndSet(null, new IllegalStateException("chunk " + number + " failed with " + e, e));
            throw e;
        } finally {
            delete(file);
            places.release();
        }
    }

    private void delete(File file) {
        try {
            Files.deleteIfExists(file.toPath());
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void throwFailure() throws Exception {
        Exception found = failure.get();
        if (found != null) {
            throw found;
        }
    }

    /** Waits until every chunk is stored, and throws the first failure. */
    void awaitAll() throws Exception {
        places.acquire(options.getParallel());
        throwFailure();
    }

    @Override
    public void close() throws IOException {
        failure.compareAndSet(null, new IOException("the run has ended before this chunk was stored"));
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                throw new IOException(options.getEndpoint() + " did not stop storing within 5 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
