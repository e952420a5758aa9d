package org.zfsbackup.stream;

import java.util.function.LongSupplier;

/**
 * A rate in bytes per second, shared by all streams that keep it. Any thread may change it at any time; 0 means no
 * limit.
 */
public final class Pace {
    /** How much a late wake-up may catch up on, in nanoseconds. */
    private static final long CREDIT = 100_000_000L;

    private static final int STEPS_A_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier clock;
    private long rate;
    private long paidUntil;

    /**
     * Creates a pace without a limit.
     *
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    public Pace(LongSupplier clock) {
        this.clock = clock;
        this.paidUntil = clock.getAsLong();
    }

    /** Returns the bytes per second; 0 is no limit. */
    public synchronized long rate() {
        return rate;
    }

    /**
     * Sets the rate, which applies at once.
     *
     * @param bytesPerSecond 0 is no limit
     * @throws IllegalArgumentException if the rate is negative
     */
    public synchronized void rate(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate is 0 or more bytes a second, not " + bytesPerSecond);
        }
        rate = bytesPerSecond;
        paidUntil = clock.getAsLong();
    }

    /** Returns how many bytes to take at most, so that they flow evenly and a new rate is noticed soon. */
    synchronized int step(int wanted) {
        return rate == 0 ? wanted : (int) Math.min(wanted, Math.max(1, rate / STEPS_A_SECOND));
    }

    /** Returns how many nanoseconds to wait before these bytes are passed on. */
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
