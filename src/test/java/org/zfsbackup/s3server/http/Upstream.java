package org.zfsbackup.s3server.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** One connection to the real server, kept between requests and made anew when the server has closed it. */
public final class Upstream implements Closeable {
    private final InetSocketAddress address;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    public Upstream(InetSocketAddress address) {
        this.address = address;
    }

    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    public InputStream in() {
        return in;
    }

    /** To be called before each request. */
    public void connect() throws IOException {
        if (socket.isConnected() && !socket.isClosed() && !isStale()) {
            return;
        }
        socket.close();
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(address);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    private boolean isStale() throws IOException {
        socket.setSoTimeout(1);
        try {
            // whatever comes without having been asked for is not the next answer
            in.read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    public Head answer() throws IOException {
        return Head.read(in).orElseThrow(() -> new EOFException("the server closed its connection"));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
