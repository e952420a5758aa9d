package org.zfsbackup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads streams to their end in blocks. The JDK's {@code transferTo} copies in blocks of 8 or 16 KiB, which costs here. */
public final class Streams {
    /** The bytes of one block. */
    public static final int BLOCK = 128 * 1024;

    private Streams() {}

    /**
     * Takes one block. The buffer is used again after the call.
     *
     * @param <E> what it throws besides
     */
    @FunctionalInterface
    public interface BlockSink<E extends Exception> {
        void take(byte[] buffer, int count) throws IOException, E;
    }

    /** Copies to the end; returns the bytes copied. Closes neither side. */
    public static long copy(InputStream in, OutputStream out) throws IOException {
        return copy(in, BLOCK, (buffer, count) -> out.write(buffer, 0, count));
    }

    /**
     * Hands a stream over to its end, block by block; returns its length. Does not close it.
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

    /** Reads a stream to its end, for what it does on the way; returns its length. Does not close it. */
    public static long drain(InputStream in) throws IOException {
        return copy(in, BLOCK, (buffer, count) -> {});
    }
}
