package org.zfsbackup.bench.content;

/** Ranks from 0, of which the first is twice as frequent as the second, three times as the third, and so on. */
final class Zipf {
    private static final int BITS = 16;

    private final int[] ranks = new int[1 << BITS];

    /** StrictMath, so that every Java makes the same. */
    Zipf(int count) {
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = (int) StrictMath.pow(count + 1, i / (double) ranks.length) - 1;
        }
    }

    int rank(int random) {
        return ranks[random >>> (Integer.SIZE - BITS)];
    }
}
