package org.zfsbackup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes and streams for tests: of every awkward size, slow, failing, idle for ever. */
public final class TestStreams {
    private static final int LONGEST_WAIT_SECONDS = 10;

    private TestStreams() {}

    /** The sizes at which a step that works on {@code n} bytes at a time may go wrong. */
    public static int[] sizesAround(int n) {
        return new int[] {0, 1, n - 1, n, n + 1, 2 * n + 3};
    }

    public static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    public static byte[] compressible(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ("the same again and again, ".charAt(i % 26) + (i / 10_000));
        }
        return bytes;
    }

    public static InputStream streamOf(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** Gives one byte at a time, and never says that another is at hand. */
    public static InputStream oneByOne(byte[] bytes) {
        return new FilterInputStream(streamOf(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 1));
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }

    /** Gives the bytes, and fails where the end would be. */
    public static InputStream failing(byte[] bytes, Throwable failure) {
        return new InputStream() {
            private final InputStream in = streamOf(bytes);

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = in.read(target, offset, length);
                if (count >= 0 || length == 0) {
                    return Math.max(count, 0);
                }
                if (failure instanceof IOException e) {
                    throw e;
                } else if (failure instanceof RuntimeException e) {
                    throw e;
                }
                throw (Error) failure;
            }
        };
    }

    public static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[10_000];
        int count;
        while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
            out.write(buffer, 0, count);
        }
        return out.toByteArray();
    }

    public static byte[] readOneByOne(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) >= 0) {
            out.write(b);
        }
        return out.toByteArray();
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    public static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    public static boolean happens(CountDownLatch latch) throws InterruptedException {
        return latch.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Remembers that it was read and closed. */
    public static final class Tracked extends FilterInputStream {
        private final CountDownLatch read = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger closes = new AtomicInteger();

        public Tracked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            read.countDown();
            return super.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            read.countDown();
            return super.read(target, offset, length);
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            closes.incrementAndGet();
            super.close();
        }

        public boolean isReadWithin(long milliseconds) throws InterruptedException {
            return read.await(milliseconds, TimeUnit.MILLISECONDS);
        }

        public boolean isClosedSoon() throws InterruptedException {
            return happens(closed);
        }

        public int closes() {
            return closes.get();
        }
    }

    /** Gives some bytes, and then nothing, until it is closed; what a blocked read does then is a matter of taste. */
    public static final class Idle extends InputStream {
        /** What ends a blocked read. */
        public enum OnClose {
            FAILS,
            ENDS,
            STAYS_BLOCKED
        }

        private final InputStream first;
        private final OnClose onClose;
        private final CountDownLatch idle = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final CountDownLatch never = new CountDownLatch(1);

        public Idle(byte[] first, OnClose onClose) {
            this.first = streamOf(first);
            this.onClose = onClose;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = first.read(target, offset, length);
            if (count >= 0 || length == 0) {
                return Math.max(count, 0);
            }
            idle.countDown();
            try {
                (onClose == OnClose.STAYS_BLOCKED ? never : closed).await();
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
            if (onClose == OnClose.FAILS) {
                throw new IOException("closed while it was read");
            }
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }

        public boolean isIdleSoon() throws InterruptedException {
            return happens(idle);
        }

        public boolean isClosedSoon() throws InterruptedException {
            return happens(closed);
        }
    }
}
