package org.zfsbackup.pipe.gzip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Recognises bytes that deflate cannot shorten (pictures, films, compressed or encrypted data), in a small part of the
 * time that deflate would need.
 *
 * <p>They are such bytes if all values are about equally frequent, and no sequence of eight bytes occurs twice. For one
 * thread.
 */
final class Compressibility {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int VALUES = 256;
    private static final int SAMPLE = 4096;
    private static final int SAMPLE_PIECE = 64;

    /** The value of a chi-squared test with 255 degrees of freedom, whose mean is 255 and standard deviation 23. */
    private static final int SURELY_UNEVEN = 450;

    /** In 32 KiB, this value means that Huffman coding would save a third of a percent. */
    private static final int UNEVEN = 1000;

    private static final int STRIDE = 8;
    private static final int SLOTS = 1 << 14;

    private final int[] counts = new int[VALUES];
    private final int[] places = new int[SLOTS];

    /**
     * Returns whether deflate should try.
     *
     * @param windowBegin where the bytes begin to which it may refer
     */
    boolean isCompressible(byte[] bytes, int windowBegin, int from, int end) {
        return unevenness(bytes, from, end, Math.max(1, (end - from) / SAMPLE)) > SURELY_UNEVEN
                || unevenness(bytes, from, end, 1) > UNEVEN
                || repeats(bytes, windowBegin, from, end);
    }

    /** Returns Pearson's statistic over the bytes, or over one piece in every so many. */
    private double unevenness(byte[] bytes, int from, int end, int everyOther) {
        Arrays.fill(counts, 0);
        int seen = 0;
        for (int piece = from; piece < end; piece += SAMPLE_PIECE * everyOther) {
            int last = Math.min(end, piece + SAMPLE_PIECE);
            for (int i = piece; i < last; i++) {
                counts[bytes[i] & 0xff]++;
            }
            seen += last - piece;
        }
        double squares = 0;
        for (int count : counts) {
            squares += (double) count * count;
        }
        return squares * VALUES / seen - seen;
    }

    /** Returns whether a sequence of eight bytes in the range occurs earlier, in the window or in the range. */
    private boolean repeats(byte[] bytes, int windowBegin, int from, int end) {
        Arrays.fill(places, -1);
        for (int i = windowBegin; i + STRIDE <= end; i++) {
            long here = word(bytes, i);
            int slot = (int) ((here * 0x9E3779B97F4A7C15L) >>> 50);
            if (i >= from && places[slot] >= 0 && word(bytes, places[slot]) == here) {
                return true;
            }
            if (i % STRIDE == 0) {
                places[slot] = i;
            }
        }
        return false;
    }

    private static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }
}
