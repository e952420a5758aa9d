package org.zfsbackup.stream;

import java.io.IOException;

/** Incompressible bytes that are the same for the same seed, and are never in memory as a whole. For one thread. */
public final class RandomStream extends BlockReadingStream {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final long size;
    private final long eventAt;
    private final Event event;
    private long position;
    private boolean happened;

    /** Something that happens in the middle of the stream, in the thread that reads it. */
    @FunctionalInterface
    public interface Event {
        /** Happens once. A failure is thrown to the reader. */
        void happen() throws IOException;
    }

    /**
     * Creates a stream.
     *
     * @param seed any number
     * @param size how many bytes the stream has
     */
    public RandomStream(long seed, long size) {
        this(seed, size, size, () -> {});
    }

    /** @param event happens after half of the bytes */
    public RandomStream(long seed, long size, Event event) {
        this(seed, size, size / 2, event);
    }

    private RandomStream(long seed, long size, long eventAt, Event event) {
        this.seed = seed;
        this.size = size;
        this.eventAt = eventAt;
        this.event = event;
    }

    /** Returns the digest of the stream with this seed and size. */
    public static Digest digest(long seed, long size) throws IOException {
        try (MeteredStream in = MeteredStream.of(new RandomStream(seed, size))) {
            Streams.drain(in);
            return in.digest();
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == eventAt && !happened) {
            happened = true;
            event.happen();
        }
        long end = position < eventAt ? eventAt : size;
        int count = (int) Math.min(length, end - position);
        for (int i = 0; i < count; i++) {
            target[offset + i] = at(position + i);
        }
        position += count;
        return count > 0 ? count : -1;
    }

    private byte at(long index) {
        long word = (seed + (index >>> 3) + 1) * STEP;
        word = (word ^ (word >>> 32)) * STEP;
        return (byte) ((word ^ (word >>> 29)) >>> ((index & 7) << 3));
    }
}
