package org.zfsbackup.pipe.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Ordinary gzip (RFC 1952), made by several threads at once.
 *
 * <p>The stream is cut into blocks, and what they are encoded to is put one after the other: either parts of one member's
 * deflate stream, or members. A fixed number of blocks is under way; their buffers are used again.
 */
final class ParallelGzip implements AutoCloseable {
    static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** An empty last block of deflate. */
    private static final int[] LAST = {3, 0};

    private final boolean members;
    private final int workers;
    private final ExecutorService threads;
    private final BlockingQueue<BlockEncoder> encoders;
    private final ArrayDeque<Block> free = new ArrayDeque<>();
    private final ArrayDeque<Future<Block>> underWay = new ArrayDeque<>();
    private final CRC32 crc = new CRC32();
    private long length;

    private ParallelGzip(boolean members, int workers, Supplier<BlockEncoder> encoder) {
        this.members = members;
        this.workers = workers;
        this.encoders = new ArrayBlockingQueue<>(workers);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(workers, body -> {
            Thread thread = new Thread(body, "zfsbackup gzip " + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < workers; i++) {
            encoders.add(encoder.get());
        }
    }

    /** One member, by zlib. */
    static ParallelGzip ofLevel(int level, int workers) {
        return new ParallelGzip(false, workers, () -> new DeflateEncoder(level));
    }

    /** A member for each block, by ISA-L; one member, by zlib's level 1, where that is not to be had. */
    static ParallelGzip fast(int workers) {
        return FastEncoder.isAvailable() ? new ParallelGzip(true, workers, FastEncoder::new) : ofLevel(1, workers);
    }

    /** Reads to the end and writes whole members. Called once. */
    void compress(InputStream in, OutputStream out) throws IOException {
        if (!members) {
            out.write(HEAD);
        }
        Block last = null;
        int count;
        do {
            Block block = next(last);
            count = in.readNBytes(block.plain(), block.begin(), Block.SIZE);
            block.length(count);
            if (count > 0 || (members && length == 0)) {
                begin(block);
                last = block;
            }
            while (underWay.size() > 2 * workers || (count < Block.SIZE && !underWay.isEmpty())) {
                write(underWay.remove(), out);
            }
        } while (count == Block.SIZE);
        if (!members) {
            trailer(out);
        }
    }

    /** The window is copied at once: the block before may be used again by then. */
    private Block next(@Nullable Block last) {
        Block block = free.isEmpty() ? new Block() : free.remove();
        block.follow(members ? null : last);
        return block;
    }

    private void begin(Block block) {
        if (!members) {
            crc.update(block.plain(), block.begin(), block.length());
        }
        length += block.length();
        underWay.add(threads.submit(() -> encode(block)));
    }

    private Block encode(Block block) throws InterruptedException {
        BlockEncoder encoder = encoders.take();
        try {
            encoder.encode(block);
            return block;
        } finally {
            encoders.add(encoder);
        }
    }

    private void write(Future<Block> result, OutputStream out) throws IOException {
        try {
            Block block = result.get();
            out.write(block.output(), 0, block.outputLength());
            free.add(block);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("gzip: interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw new IOException("gzip failed with " + e.getCause(), e);
        }
    }

    private void trailer(OutputStream out) throws IOException {
        Block end = new Block();
        end.append(LAST);
        end.appendWord(crc.getValue());
        end.appendWord(length);
        out.write(end.output(), 0, end.outputLength());
    }

    /** Ends the threads, and frees the native memory once none of them uses it any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        for (int i = 0; i < workers; i++) {
            try {
                encoders.take().close();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
