package org.zfsbackup.zfs.sendstream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * The checksum of ZFS send streams: four running sums over 32-bit words, as {@code fletcher_4} in OpenZFS's {@code
 * zfs_fletcher.c}.
 */
final class Fletcher4 {
    private static final int WORDS = 4096;

    private final ByteOrder order;
    private final int[] words;
    private long a;
    private long b;
    private long c;
    private long d;
    private final byte[] partial = new byte[4];
    private int partialLength;

    Fletcher4(ByteOrder order) {
        this(order, new int[WORDS]);
    }

    private Fletcher4(ByteOrder order, int[] words) {
        this.order = order;
        this.words = words;
    }

    /** Adds bytes. A word may be split between two calls. */
    void add(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (partialLength > 0 && from < end) {
            partial[partialLength++] = bytes[from++];
            if (partialLength == 4) {
                partialLength = 0;
                addWords(partial, 0, 4);
            }
        }
        int whole = (end - from) & ~3;
        addWords(bytes, from, from + whole);
        for (from += whole; from < end; from++) {
            partial[partialLength++] = bytes[from];
        }
    }

    /** Copies the words into an array first, because summing an array is fast before the JVM has compiled much. */
    private void addWords(byte[] bytes, int from, int end) {
        IntBuffer source = ByteBuffer.wrap(bytes, from, end - from).order(order).asIntBuffer();
        while (source.hasRemaining()) {
            int count = Math.min(WORDS, source.remaining());
            source.get(words, 0, count);
            addAll(count);
        }
    }

    private void addAll(int count) {
        long sumA = a;
        long sumB = b;
        long sumC = c;
        long sumD = d;
        for (int i = 0; i < count; i++) {
            sumA += words[i] & 0xffffffffL;
            sumB += sumA;
            sumC += sumB;
            sumD += sumC;
        }
        a = sumA;
        b = sumB;
        c = sumC;
        d = sumD;
    }

    /** Returns the sum with more bytes added; this one does not change. */
    Fletcher4 copyWith(byte[] bytes, int length) {
        Fletcher4 copy = new Fletcher4(order, words);
        copy.a = a;
        copy.b = b;
        copy.c = c;
        copy.d = d;
        copy.add(bytes, 0, length);
        return copy;
    }

    boolean is(long first, long second, long third, long fourth) {
        return a == first && b == second && c == third && d == fourth;
    }

    void write(ByteBuffer target, int offset) {
        target.putLong(offset, a).putLong(offset + 8, b).putLong(offset + 16, c).putLong(offset + 24, d);
    }

    void reset() {
        a = 0;
        b = 0;
        c = 0;
        d = 0;
        partialLength = 0;
    }
}
