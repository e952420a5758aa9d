package org.zfsbackup.store.check;

import java.time.Duration;

/**
 * How much a check of a target moves.
 *
 * @param longest bytes of the largest object; more than any buffer on the way holds
 * @param many objects in the longest list; more than a page of a place that lists by pages
 * @param timeout the longest time that several threads may take for a few small objects
 */
public record CheckScale(long longest, int many, Duration timeout) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    public static final CheckScale DEFAULT = new CheckScale((24L << 20) + 7, 1010, PATIENCE);

    /** One page of a list, and little more than one part of an upload. */
    public static final CheckScale QUICK = new CheckScale((9L << 20) + 7, 10, PATIENCE);

    public CheckScale {
        if (longest < 2 || many < 1) {
            throw new IllegalArgumentException("a check needs an object of 2 bytes or more, and a list of 1 or more");
        }
    }
}
