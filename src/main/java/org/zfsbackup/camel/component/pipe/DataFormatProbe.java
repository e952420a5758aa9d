package org.zfsbackup.camel.component.pipe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.stream.BlockReadingStream;

/** Tries a data format on a sample: does it restore the bytes, and does it write before it has read all of them? */
final class DataFormatProbe {
    private static final int SAMPLE = 512 * 1024;

    private final boolean collects;

    private DataFormatProbe(boolean collects) {
        this.collects = collects;
    }

    /** @throws IllegalArgumentException if the format does not restore the bytes, or fails */
    static DataFormatProbe of(String name, StreamFunction format) {
        byte[] plain = new byte[SAMPLE];
        new Random(SAMPLE).nextBytes(plain);
        try {
            Sample there = Sample.of(plain, format::apply);
            Sample back = Sample.of(there.result(), format::undo);
            if (!Arrays.equals(plain, back.result())) {
                throw new IllegalArgumentException("the data format '" + name
                        + "' does not restore the bytes that it was given: it is for values, not for streams of"
                        + " bytes");
            }
            return new DataFormatProbe(there.collects() || back.collects());
        } catch (IOException | RuntimeException e) {
            if (e instanceof IllegalArgumentException known) {
                throw known;
            }
            throw new IllegalArgumentException(
                    "the data format '" + name + "' does not work on a sample: " + e.getMessage(), e);
        }
    }

    boolean collects() {
        return collects;
    }

    private interface Direction {
        void run(InputStream in, OutputStream out) throws IOException;
    }

    /** @param collects whether all was read before the first byte was written */
    private record Sample(byte[] result, boolean collects) {
        static Sample of(byte[] bytes, Direction direction) throws IOException {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            boolean[] early = new boolean[1];
            OutputStream out = new FilterOutputStream(result) {
                @Override
                public void write(int b) {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] source, int offset, int length) {
                    early[0] |= length > 0 && in.available() > 0;
                    result.write(source, offset, length);
                }
            };
            direction.run(unasked(in), out);
            return new Sample(result.toByteArray(), !early[0]);
        }

        /** Hides how many bytes are available, so that a format that relies on it fails now. */
        private static InputStream unasked(InputStream in) {
            return new BlockReadingStream() {
                @Override
                public int read(byte[] target, int offset, int length) {
                    return ((ByteArrayInputStream) in).read(target, offset, length);
                }
            };
        }
    }
}
