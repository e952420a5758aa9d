package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes handed from one writing thread to one reading thread, in a fixed number of buffers that are used again.
 *
 * <p>The reader sees the end only after {@link #end}; {@link #fail} makes every further read throw, whatever is still
 * queued. A reader that closes its side makes every further write throw. A reader that waits longer than {@code stallTimeout}
 * without any movement (a byte handed over, or {@link #touch}) gets a {@link StalledException}, as does everyone after
 * it; a writer waits for its reader for ever, because a slow reader is not an error by itself.
 */
public final class Handover {
    static final int BUFFERS = 8;
    public static final int BUFFER_SIZE = 128 * 1024;

    /** A writer that had to wait goes on when so many are free: waking it for each costs more than copying. */
    private static final int ENOUGH = BUFFERS / 2;

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
     * @param name what a stall is called by, as the start of a sentence: "no byte came from zfs send tank@a"
     * @param stallTimeout the longest time without movement
     */
    public Handover(String name, Duration stallTimeout) {
        this.name = name;
        this.stallTimeout = stallTimeout;
    }

    /** How long to wait behind something that waits itself: a stall is told in the name of the one that caused it. */
    public static Duration longer(Duration stallTimeout) {
        return stallTimeout.multipliedBy(5).dividedBy(4);
    }

    /** How long to wait for the end of a command whose reader waits too, and would else tell of a stall in its stead. */
    public static Duration shorter(Duration stallTimeout) {
        return stallTimeout.multipliedBy(4).dividedBy(5);
    }

    /** The reader's side; to be used by one thread, and closed by it or by another. */
    public InputStream input() {
        return new Input();
    }

    /** The writer's side; its {@code close} only flushes: the end is told with {@link #end}. */
    public OutputStream output() {
        return new Output();
    }

    public void end() {
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
    }

    public void fail(IOException cause) {
        synchronized (lock) {
            if (failure == null) {
                failure = cause;
            }
            lock.notifyAll();
        }
    }

    /** Says that something moved on the way here, so that the reader goes on waiting. */
    public void touch() {
        synchronized (lock) {
            lastMove = System.nanoTime();
        }
    }

    /** Lets the writer know that nobody reads any more. */
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

    /** Waits for the writer; a wait that began long after the last movement gets the whole time. */
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

    /** The reader has gone: what is written is wanted by nobody. */
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

        /** Writes a stream to its end, read into the buffers themselves, and hands over each read at once; gives its length. */
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
