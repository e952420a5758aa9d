package org.zfsbackup.pipe.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Interrupts;

/**
 * Writes gzip (RFC 1952) with several threads.
 *
 * <p>The stream is cut into blocks, and the encoded blocks are written in order: as parts of one member's deflate
 * stream, or as members. A fixed number of blocks is in progress; their buffers are reused.
 */
final class ParallelGzip implements AutoCloseable {
    static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** An empty last block of deflate (RFC 1951). */
    private static final byte[] LAST = {3, 0};

    private final boolean members;
    private final boolean closing;
    private final int workers;
    private final ExecutorService threads;
    private final BlockingQueue<BlockEncoder> encoders;
    private final ArrayDeque<Block> free = new ArrayDeque<>();
    private final ArrayDeque<Future<Block>> underWay = new ArrayDeque<>();
    private final CRC32 crc = new CRC32();
    private long length;

    /**
     * Starts the threads.
     *
     * @param members whether each block is a member
     * @param closing whether an empty member marks the end
     */
    private ParallelGzip(boolean members, boolean closing, int workers, Supplier<BlockEncoder> encoder) {
        this.members = members;
        this.closing = closing;
        this.workers = workers;
        this.encoders = new ArrayBlockingQueue<>(workers);
        this.threads = Executors.newFixedThreadPool(workers, DaemonThreads.factory("gzip"));
        for (int i = 0; i < workers; i++) {
            encoders.add(encoder.get());
        }
    }

    /** Returns an encoder to one member, with zlib. */
    static ParallelGzip ofLevel(int level, int workers) {
        return new ParallelGzip(false, false, workers, () -> new DeflateEncoder(level));
    }

    /**
     * Returns an encoder to one member for each block, with ISA-L, or to one member with zlib's level 1 if ISA-L is not
     * available. An empty member ends the stream, because a stream that was cut between two members would look complete
     * otherwise.
     */
    static ParallelGzip fast(int workers) {
        return FastEncoder.isAvailable()
                ? new ParallelGzip(true, true, workers, FastEncoder::new)
                : new ParallelGzip(false, true, workers, () -> new DeflateEncoder(1));
    }

    /** Reads a stream to its end and writes complete members. Call it once. Closes neither stream. */
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
            if (count > 0) {
                begin(block);
                last = block;
            }
            while (underWay.size() > 2 * workers || (count < Block.SIZE && !underWay.isEmpty())) {
                write(underWay.remove(), out);
            }
        } while (count == Block.SIZE);
        if (!members) {
            trailer(out, crc.getValue(), length);
        }
        if (closing) {
            out.write(HEAD);
            trailer(out, 0, 0);
        }
    }

    /** Copies the window now, because the block before may be reused soon. */
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
            throw Interrupts.asIo("gzip: interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("gzip failed with " + e.getCause(), e);
        }
    }

    private static void trailer(OutputStream out, long crc, long length) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(LAST.length + 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(end.put(LAST).putInt((int) crc).putInt((int) length).array());
    }

    /** Ends the threads, and frees the native memory after no thread uses it any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        int left = workers;
        while (left > 0) {
            try {
                encoders.take().close();
                left--;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
