package org.zfsbackup.pipe.gzip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A piece of the stream with the plain bytes before it, and what it was deflated to. Used again and again. */
final class Block {
    /** As far back as deflate looks (RFC 1951). */
    static final int WINDOW = 32 * 1024;

    static final int SIZE = 256 * 1024;

    /** The window first, then the block's own bytes. */
    private final byte[] plain = new byte[WINDOW + SIZE];

    private byte[] output = new byte[SIZE + SIZE / 8];
    private int before;
    private int length;
    private int outputLength;

    /** Begins anew, behind another block or at the stream's start. */
    void follow(@Nullable Block other) {
        before = other == null ? 0 : Math.min(WINDOW, other.length + other.before);
        if (other != null) {
            System.arraycopy(other.plain, other.end() - before, plain, WINDOW - before, before);
        }
        length = 0;
        outputLength = 0;
    }

    byte[] plain() {
        return plain;
    }

    /** Where the bytes begin that deflate may refer to. */
    int windowBegin() {
        return WINDOW - before;
    }

    int begin() {
        return WINDOW;
    }

    int end() {
        return WINDOW + length;
    }

    int length() {
        return length;
    }

    void length(int count) {
        length = count;
    }

    void append(byte[] bytes, int offset, int count) {
        reserve(count);
        System.arraycopy(bytes, offset, output, outputLength, count);
        outputLength += count;
    }

    void append(int... bytes) {
        reserve(bytes.length);
        for (int one : bytes) {
            output[outputLength++] = (byte) one;
        }
    }

    /** Least significant byte first. */
    void appendWord(long word) {
        append((int) word, (int) (word >> 8), (int) (word >> 16), (int) (word >> 24));
    }

    /** Makes room for so many bytes in {@link #output}. */
    void reserve(int count) {
        if (outputLength + count > output.length) {
            output = Arrays.copyOf(output, Math.max(output.length * 2, outputLength + count));
        }
    }

    byte[] output() {
        return output;
    }

    int outputLength() {
        return outputLength;
    }

    void outputLength(int count) {
        outputLength = count;
    }
}
