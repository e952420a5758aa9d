package org.zfsbackup.stream;

import java.util.function.LongSupplier;

/**
 * A number of bytes a second, shared by all streams that keep it, and changeable at any time from any thread; 0 is no
 * limit.
 */
public final class Pace {
    /** What a late wake-up may make up for: a fifth of a second's worth of bytes at most comes at once. */
    private static final long CREDIT = 100_000_000L;

    private static final int STEPS_A_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier clock;
    private long rate;
    private long paidUntil;

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    public Pace(LongSupplier clock) {
        this.clock = clock;
        this.paidUntil = clock.getAsLong();
    }

    public synchronized long rate() {
        return rate;
    }

    public synchronized void rate(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate is 0 or more bytes a second, not " + bytesPerSecond);
        }
        rate = bytesPerSecond;
        paidUntil = clock.getAsLong();
    }

    /** The most bytes to take at once, so that they come evenly and a new rate is soon felt. */
    synchronized int step(int wanted) {
        return rate == 0 ? wanted : (int) Math.min(wanted, Math.max(1, rate / STEPS_A_SECOND));
    }

    /** The nanoseconds to wait before these bytes may go on. */
    synchronized long waitFor(int bytes) {
        long now = clock.getAsLong();
        if (rate == 0) {
            paidUntil = now;
            return 0;
        }
        long start = now - paidUntil > CREDIT ? now - CREDIT : paidUntil;
        paidUntil = start + bytes * SECOND / rate;
        return Math.max(0, paidUntil - now);
    }
}
