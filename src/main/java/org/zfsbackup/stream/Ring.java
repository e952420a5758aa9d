package org.zfsbackup.stream;

/** A fixed number of buffers that are filled in turn. All calls must hold the same lock. */
final class Ring {
    static final int BUFFERS = 8;
    static final int BUFFER_SIZE = 128 * 1024;

    /** The content of a buffer. It is valid until the buffer is filled again. */
    record Block(byte[] bytes, int length) {}

    private final Block[] blocks = new Block[BUFFERS];
    private long filled;

    /** Returns how many blocks were filled so far. */
    long filled() {
        return filled;
    }

    /** Returns whether the next filling would overwrite this block, counted from 0. */
    boolean wouldOverwrite(long block) {
        return filled - block == BUFFERS;
    }

    /** Returns the buffer to fill next. */
    byte[] next() {
        Block last = blocks[(int) (filled % BUFFERS)];
        return last == null ? new byte[BUFFER_SIZE] : last.bytes;
    }

    void fill(byte[] next, int length) {
        blocks[(int) (filled % BUFFERS)] = new Block(next, length);
        filled++;
    }

    /** Returns one of the latest blocks. */
    Block block(long number) {
        return blocks[(int) (number % BUFFERS)];
    }
}
