package org.zfsbackup.s3server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalLong;

/** The body that follows a head, without its framing: it ends where the body ends, and leaves the connection open. */
public final class Body extends InputStream {
    private static final long UNTIL_CLOSE = Long.MAX_VALUE;

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean first = true;

    private Body(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
    }

    public static Body ofRequest(Head head, InputStream in) {
        return isChunked(head)
                ? new Body(in, true, 0)
                : new Body(in, false, length(head).orElse(0));
    }

    /** What is in the signed pieces of an {@code aws-chunked} body, which look as HTTP's own chunks do. */
    public static Body ofPieces(InputStream body) {
        return new Body(body, true, 0);
    }

    public static Body ofAnswer(Head head, String method, InputStream in) {
        boolean none = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        if (none) {
            return new Body(in, false, 0);
        }
        return isChunked(head)
                ? new Body(in, true, 0)
                : new Body(in, false, length(head).orElse(UNTIL_CLOSE));
    }

    public static boolean isChunked(Head head) {
        return head.value("transfer-encoding")
                .filter(value -> value.toLowerCase(Locale.ROOT).contains("chunked"))
                .isPresent();
    }

    /** In bytes, where the head has it. */
    public static OptionalLong length(Head head) {
        return head.value("content-length").stream().mapToLong(Long::parseLong).findFirst();
    }

    /** Whether the connection must be closed to end this body. */
    public boolean endsByClose() {
        return left == UNTIL_CLOSE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left <= 0 && !nextChunk()) {
            return -1;
        }
        int count = in.read(bytes, from, (int) Math.min(length, left));
        if (endsByClose()) {
            return count;
        }
        if (count < 0) {
            throw new EOFException(left + " bytes short");
        }
        left -= count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (!chunked || left < 0) {
            return false;
        }
        if (!first) {
            line();
        }
        first = false;
        left = Long.parseLong(line().split(";", 2)[0].strip(), 16);
        if (left > 0) {
            return true;
        }
        while (!line().isEmpty()) {
            // trailers: nobody here sends any
        }
        left = -1;
        return false;
    }

    private String line() throws IOException {
        String line = Head.line(in);
        if (line == null) {
            throw new EOFException("the stream ended in a chunked body");
        }
        return line;
    }
}
