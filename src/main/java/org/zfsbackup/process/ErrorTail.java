package org.zfsbackup.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Streams;

/** Keeps the last 16 KiB of what is written to it, such as a command's standard error. Never blocks and never fails. */
public final class ErrorTail extends OutputStream {
    private static final int KEPT = 16 * 1024;
    private static final int GRACE_MILLISECONDS = 1000;

    private final byte[] bytes = new byte[2 * KEPT];
    private int length;
    private @Nullable Thread thread;

    /** Reads a stream to its end in a new thread, and closes it. */
    static ErrorTail of(InputStream source) {
        ErrorTail tail = new ErrorTail();
        tail.thread = DaemonThreads.start("stderr", () -> tail.read(source));
        return tail;
    }

    private void read(InputStream source) {
        try (source) {
            Streams.copy(source, KEPT, (buffer, count) -> write(buffer, 0, count));
        } catch (IOException e) {
            byte[] why =
                    ("(its standard error could not be read: " + e.getMessage() + ")").getBytes(StandardCharsets.UTF_8);
            write(why, 0, why.length);
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int count) {
        int taken = Math.min(count, KEPT);
        if (length + taken > bytes.length) {
            System.arraycopy(bytes, length - KEPT, bytes, 0, KEPT);
            length = KEPT;
        }
        System.arraycopy(source, offset + count - taken, bytes, length, taken);
        length += taken;
    }

    /** Returns what is kept so far, read as UTF-8. */
    public synchronized String text() {
        int from = Math.max(0, length - KEPT);
        while (from > 0 && from < length && (bytes[from] & 0xc0) == 0x80) {
            from++;
        }
        return new String(bytes, from, length - from, StandardCharsets.UTF_8);
    }

    /** Waits for the end of the stream, but at most a second: a grandchild may hold it open forever. */
    void await() throws InterruptedException {
        Thread reading = thread;
        if (reading != null) {
            reading.join(GRACE_MILLISECONDS);
        }
    }
}
