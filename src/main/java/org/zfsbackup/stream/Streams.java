package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads streams to their end in large blocks. The JDK's {@code transferTo} copies 8 or 16 KiB at a time, which is
 * slower.
 */
public final class Streams {
    /** The bytes of a block. */
    public static final int BLOCK = 128 * 1024;

    private Streams() {}

    /**
     * Takes one block.
     *
     * @param <E> what it throws besides {@link IOException}
     */
    @FunctionalInterface
    public interface BlockSink<E extends Exception> {

        /** Takes the first {@code count} bytes of the buffer, which is reused after the call. */
        void take(byte[] buffer, int count) throws IOException, E;
    }

    /** Copies a stream to its end and returns the bytes copied. Closes neither side. */
    public static long copy(InputStream in, OutputStream out) throws IOException {
        return copy(in, BLOCK, (buffer, count) -> out.write(buffer, 0, count));
    }

    /**
     * Passes a whole stream to a sink, block by block, and returns its length. Does not close it.
     *
     * @param size the most bytes of a block
     */
    public static <E extends Exception> long copy(InputStream in, int size, BlockSink<E> sink) throws IOException, E {
        byte[] buffer = new byte[size];
        long total = 0;
        int count;
        while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
            sink.take(buffer, count);
            total += count;
        }
        return total;
    }

    /** Reads a stream to its end for the side effects of reading it, and returns its length. Does not close it. */
    public static long drain(InputStream in) throws IOException {
        return copy(in, BLOCK, (buffer, count) -> {});
    }
}
