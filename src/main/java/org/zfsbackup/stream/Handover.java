package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands bytes from one writing thread to one reading thread, in a fixed number of reused buffers.
 *
 * <p>The reader sees the end only after {@link #end}; {@link #fail} makes every further read throw, even if blocks are
 * still queued. If the reader closes its side, every further write throws. If the reader waits longer than {@code
 * stallTimeout} without any movement (a block handed over, or {@link #touch}), it gets a {@link StalledException}, and
 * so does everyone after it. A writer waits for its reader without a limit, because a slow reader is not an error.
 */
public final class Handover {
    static final int BUFFERS = 8;
    /** The bytes of one buffer. */
    public static final int BUFFER_SIZE = 128 * 1024;

    /**
     * A waiting writer continues when this many buffers are free: waking it for each one costs more than the copying.
     */
    private static final int ENOUGH = BUFFERS / 2;

    /** A thread of a busy host may be that late. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private record Block(byte[] bytes, int length) {}

    private final Object lock = new Object();
    private final ArrayDeque<Block> full = new ArrayDeque<>();
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final String name;
    private final Duration stallTimeout;
    private int buffersMade;
    private boolean ended;
    private boolean abandoned;
    private @Nullable IOException failure;
    private long lastMove = System.nanoTime();

    /**
     * Creates the buffers when they are needed.
     *
     * @param name the start of the message of a stall: "no byte came from zfs send tank@a"
     * @param stallTimeout the longest time without movement
     */
    public Handover(String name, Duration stallTimeout) {
        this.name = name;
        this.stallTimeout = stallTimeout;
    }

    /**
     * Returns the timeout for a reader of something that has this timeout itself. It is longer, also on a busy host, so
     * that the stall is reported by the stage that caused it.
     */
    public static Duration longer(Duration stallTimeout) {
        return stallTimeout.multipliedBy(5).dividedBy(4).plus(MARGIN);
    }

    /**
     * Returns the timeout for the end of a command whose reader has this timeout. It is shorter, so that the command's
     * stall is reported and not its reader's.
     */
    public static Duration shorter(Duration stallTimeout) {
        return stallTimeout.multipliedBy(4).dividedBy(5);
    }

    /** Returns the reader's side. One thread reads it; the same or another thread closes it. */
    public InputStream input() {
        return new Input();
    }

    /** Returns the writer's side. Its {@code close} only flushes; {@link #end} signals the end of the stream. */
    public OutputStream output() {
        return new Output();
    }

    /** Signals the end of the stream: the reader gets -1 after the blocks that are queued. */
    public void end() {
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
    }

    /**
     * Makes every further read and write throw.
     *
     * @param cause is thrown, unless there was an earlier failure
     */
    public void fail(IOException cause) {
        synchronized (lock) {
            if (failure == null) {
                failure = cause;
            }
            lock.notifyAll();
        }
    }

    /** Reports that something moved upstream, so that the reader keeps waiting. */
    public void touch() {
        synchronized (lock) {
            lastMove = System.nanoTime();
        }
    }

    /** Tells the writer that nobody reads any more: every further write throws. */
    public void abandon() {
        synchronized (lock) {
            abandoned = true;
            full.clear();
            lock.notifyAll();
        }
    }

    private byte[] emptyBuffer() throws IOException {
        synchronized (lock) {
            boolean mustWait = free.isEmpty() && buffersMade == BUFFERS;
            while (mustWait && !abandoned && failure == null && free.size() < ENOUGH) {
                await(Long.MAX_VALUE);
            }
            if (failure != null) {
                throw failure;
            }
            if (abandoned) {
                throw new AbandonedException(name);
            }
            byte[] buffer = free.poll();
            if (buffer == null) {
                buffersMade++;
                buffer = new byte[BUFFER_SIZE];
            }
            return buffer;
        }
    }

    private void put(byte[] bytes, int length) {
        synchronized (lock) {
            full.add(new Block(bytes, length));
            lastMove = System.nanoTime();
            lock.notifyAll();
        }
    }

    private @Nullable Block take() throws IOException {
        synchronized (lock) {
            long began = System.nanoTime();
            while (failure == null && !abandoned && full.isEmpty() && !ended) {
                awaitMove(began);
            }
            if (failure != null) {
                throw failure;
            }
            if (abandoned) {
                throw new IOException("the stream is closed");
            }
            lastMove = System.nanoTime();
            return full.poll();
        }
    }

    private void giveBack(byte[] buffer) {
        synchronized (lock) {
            free.add(buffer);
            if (free.size() >= ENOUGH) {
                lock.notifyAll();
            }
        }
    }

    /** Waits for the writer. A wait that began long after the last movement still gets the whole timeout. */
    private void awaitMove(long began) throws IOException {
        long since = Math.max(began, lastMove);
        long left = stallTimeout.toNanos() - (System.nanoTime() - since);
        if (left <= 0) {
            failure = new StalledException(name, stallTimeout);
            lock.notifyAll();
            throw failure;
        }
        await(left);
    }

    private void await(long nanoseconds) throws IOException {
        try {
            lock.wait(nanoseconds / 1_000_000 + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo(name + ": interrupted", e);
        }
    }

    /** Thrown to the writer after the reader closed its side. */
    static final class AbandonedException extends IOException {
        private static final long serialVersionUID = 1L;

        AbandonedException(String name) {
            super("the reader has gone (" + name + ")");
        }
    }

    private final class Input extends BlockReadingStream {
        private @Nullable Block current;
        private int position;
        private boolean atEnd;

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            Block block = block();
            if (block == null) {
                return -1;
            }
            int count = Math.min(length, block.length - position);
            System.arraycopy(block.bytes, position, target, offset, count);
            position += count;
            if (position == block.length) {
                current = null;
                giveBack(block.bytes);
            }
            return count;
        }

        private @Nullable Block block() throws IOException {
            if (current == null && !atEnd) {
                current = take();
                position = 0;
                atEnd = current == null;
            }
            return current;
        }

        @Override
        public void close() {
            abandon();
        }
    }

    final class Output extends OutputStream {
        private byte @Nullable [] buffer;
        private int used;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, source.length);
            int from = offset;
            int left = length;
            while (left > 0) {
                byte[] target = buffer == null ? emptyBuffer() : buffer;
                buffer = target;
                int count = Math.min(left, target.length - used);
                System.arraycopy(source, from, target, used, count);
                used += count;
                from += count;
                left -= count;
                if (used == target.length) {
                    flush();
                }
            }
        }

        /**
         * Writes a whole stream. It is read directly into the buffers, and each block is handed over at once. Returns
         * its length in bytes.
         */
        long writeAll(InputStream in) throws IOException {
            flush();
            long total = 0;
            while (true) {
                byte[] target = buffer == null ? emptyBuffer() : buffer;
                buffer = target;
                int count = in.read(target, 0, target.length);
                if (count < 0) {
                    return total;
                }
                used = count;
                total += count;
                flush();
            }
        }

        @Override
        public void flush() {
            byte[] bytes = buffer;
            if (bytes != null && used > 0) {
                buffer = null;
                put(bytes, used);
                used = 0;
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
