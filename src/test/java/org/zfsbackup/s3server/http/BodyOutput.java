package org.zfsbackup.s3server.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a body in the framing that its head announced; {@link #finish} ends the body and leaves the connection open. */
public final class BodyOutput extends FilterOutputStream {
    private static final byte[] LINE = {'\r', '\n'};

    private final boolean chunked;

    public BodyOutput(Head head, OutputStream out) {
        super(out);
        chunked = Body.isChunked(head);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (chunked) {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(bytes, from, length);
        if (chunked) {
            out.write(LINE);
        }
    }

    public void finish() throws IOException {
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }
}
