package org.zfsbackup.pipe.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One ordinary gzip member, deflated by several threads at once.
 *
 * <p>The stream is cut into blocks. Each is deflated by itself, with the 32 KiB before it as its dictionary, and flushed to
 * a whole byte, so that the results can be put one after the other (RFC 1951 allows any number of blocks; pigz does the
 * same). A fixed number of blocks is under way; their buffers are used again.
 */
final class ParallelGzip implements AutoCloseable {
    private static final int BLOCK = 128 * 1024;
    private static final int DICTIONARY = 32 * 1024;
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** An empty last block of deflate. */
    private static final byte[] LAST = {3, 0};

    private final int workers;
    private final ExecutorService threads;
    private final BlockingQueue<Deflater> deflaters;
    private final ArrayDeque<Block> free = new ArrayDeque<>();
    private final ArrayDeque<Future<Block>> underWay = new ArrayDeque<>();
    private final CRC32 crc = new CRC32();
    private long length;

    ParallelGzip(int level, int workers) {
        this.workers = workers;
        this.deflaters = new ArrayBlockingQueue<>(workers);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(workers, body -> {
            Thread thread = new Thread(body, "zfsbackup gzip " + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < workers; i++) {
            deflaters.add(new Deflater(level, true));
        }
    }

    /** Reads to the end and writes a whole member. Called once. */
    void compress(InputStream in, OutputStream out) throws IOException {
        out.write(HEAD);
        byte[] dictionary = new byte[0];
        int count;
        do {
            Block block = free.isEmpty() ? new Block() : free.remove();
            count = in.readNBytes(block.input, 0, BLOCK);
            if (count > 0) {
                crc.update(block.input, 0, count);
                length += count;
                block.begin(count, dictionary);
                dictionary = block.tail();
                underWay.add(threads.submit(() -> deflate(block)));
            }
            while (underWay.size() > 2 * workers || (count < BLOCK && !underWay.isEmpty())) {
                write(underWay.remove(), out);
            }
        } while (count == BLOCK);
        out.write(LAST);
        writeWord(out, crc.getValue());
        writeWord(out, length);
    }

    private void write(Future<Block> result, OutputStream out) throws IOException {
        try {
            Block block = result.get();
            out.write(block.output, 0, block.outputLength);
            free.add(block);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("gzip: interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw new IOException("gzip failed with " + e.getCause(), e);
        }
    }

    private Block deflate(Block block) throws InterruptedException {
        Deflater deflater = deflaters.take();
        try {
            deflater.reset();
            if (block.dictionary.length > 0) {
                deflater.setDictionary(block.dictionary);
            }
            deflater.setInput(block.input, 0, block.inputLength);
            block.deflateWith(deflater);
            return block;
        } finally {
            deflaters.add(deflater);
        }
    }

    private static void writeWord(OutputStream out, long word) throws IOException {
        out.write(new byte[] {(byte) word, (byte) (word >> 8), (byte) (word >> 16), (byte) (word >> 24)});
    }

    /** Ends the threads, and frees the native memory once none of them uses it any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        for (int i = 0; i < workers; i++) {
            try {
                deflaters.take().end();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A piece of the stream, and what it was deflated to. */
    private static final class Block {
        private final byte[] input = new byte[BLOCK];
        private byte[] output = new byte[BLOCK + BLOCK / 8];
        private byte[] dictionary = new byte[0];
        private int inputLength;
        private int outputLength;

        void begin(int length, byte[] before) {
            inputLength = length;
            outputLength = 0;
            dictionary = before;
        }

        byte[] tail() {
            int size = Math.min(DICTIONARY, inputLength);
            byte[] tail = new byte[size];
            System.arraycopy(input, inputLength - size, tail, 0, size);
            return tail;
        }

        void deflateWith(Deflater deflater) {
            int count;
            do {
                if (outputLength == output.length) {
                    output = Arrays.copyOf(output, output.length * 2);
                }
                count = deflater.deflate(output, outputLength, output.length - outputLength, Deflater.SYNC_FLUSH);
                outputLength += count;
            } while (count > 0 && outputLength == output.length);
        }
    }
}
