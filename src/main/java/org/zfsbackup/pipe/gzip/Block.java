package org.zfsbackup.pipe.gzip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A piece of the stream, the plain bytes before it, and its deflated form. Blocks are reused. */
final class Block {
    /** How far deflate refers back (RFC 1951). */
    static final int WINDOW = 32 * 1024;

    static final int SIZE = 256 * 1024;

    /** The window first, then the block's own bytes. */
    private final byte[] plain = new byte[WINDOW + SIZE];

    private byte[] output = new byte[SIZE + SIZE / 8];
    private int before;
    private int length;
    private int outputLength;

    /** Clears the block and takes over the window of the previous block; none at the start of the stream. */
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

    /** Returns where the bytes begin to which deflate may refer. */
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
        for (int value : bytes) {
            output[outputLength++] = (byte) value;
        }
    }

    /** Appends eight bytes, the least significant first. */
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
