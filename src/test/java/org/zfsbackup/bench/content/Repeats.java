package org.zfsbackup.bench.content;

import java.util.Random;

/** Parts of a file that come again in it: most of them near, some farther away than the 32 KiB that gzip looks back. */
final class Repeats {
    private static final int GAP = 7_000;
    private static final int NEAREST = 1 << 10;

    private Repeats() {}

    static void in(byte[] file, int length, Random random) {
        int at = NEAREST + random.nextInt(GAP);
        while (at < length) {
            int distance = (NEAREST << random.nextInt(8)) + random.nextInt(NEAREST);
            int size = Math.min((64 << random.nextInt(7)) + random.nextInt(64), length - at);
            if (distance <= at && size <= distance) {
                System.arraycopy(file, at - distance, file, at, size);
            }
            at += size + random.nextInt(GAP);
        }
    }
}
