package org.zfsbackup.s3server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The connection to a client, and the ways to be rid of it; these return false: it cannot be used again. */
final class Client implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** The client sees "connection reset", and may lose what it had not read yet. */
    boolean reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return false;
    }

    /** Waits until either side closes. */
    boolean stall() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
