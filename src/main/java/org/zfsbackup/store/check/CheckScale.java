package org.zfsbackup.store.check;

import java.time.Duration;

/**
 * The amount of data in a check of a target.
 *
 * @param longest the size of the largest object in bytes, larger than any buffer on the way
 * @param many the number of objects in the longest list, more than a page of the listing
 * @param timeout the time limit for several threads and a few small objects
 */
public record CheckScale(long longest, int many, Duration timeout) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Several parts of an upload, and more than one page of a list. */
    public static final CheckScale DEFAULT = new CheckScale((24L << 20) + 7, 1010, PATIENCE);

    /** One page of a list, and little more than one part of an upload. */
    public static final CheckScale QUICK = new CheckScale((9L << 20) + 7, 10, PATIENCE);

    /** @throws IllegalArgumentException if the values are too small to check anything */
    public CheckScale {
        if (longest < 2 || many < 1) {
            throw new IllegalArgumentException(
                    "a check needs an object of at least 2 bytes and a list of at least 1 object");
        }
    }
}
