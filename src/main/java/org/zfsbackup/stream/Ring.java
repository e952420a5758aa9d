package org.zfsbackup.stream;

/** A fixed number of buffers that are filled one after another, again and again. For use under one lock. */
final class Ring {
    static final int BUFFERS = 8;
    static final int BUFFER_SIZE = 128 * 1024;

    /** What one buffer holds; it stays as it is until the buffer is filled anew. */
    record Block(byte[] bytes, int length) {}

    private final Block[] blocks = new Block[BUFFERS];
    private long filled;

    /** How many blocks there were so far. */
    long filled() {
        return filled;
    }

    /** Whether the next filling would overwrite a block of this number, counted from 0. */
    boolean wouldOverwrite(long block) {
        return filled - block == BUFFERS;
    }

    /** The buffer that is to be filled next. */
    byte[] next() {
        Block last = blocks[(int) (filled % BUFFERS)];
        return last == null ? new byte[BUFFER_SIZE] : last.bytes;
    }

    void fill(byte[] next, int length) {
        blocks[(int) (filled % BUFFERS)] = new Block(next, length);
        filled++;
    }

    /** One of the latest blocks. */
    Block block(long number) {
        return blocks[(int) (number % BUFFERS)];
    }
}
