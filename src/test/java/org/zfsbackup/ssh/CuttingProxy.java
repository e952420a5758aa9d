package org.zfsbackup.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A wire to a port of the loopback that is cut, or falls silent, after a number of bytes in one direction. */
public final class CuttingProxy implements AutoCloseable {
    /** What happens to the wire then. */
    public enum Then {
        CUT,
        SILENT
    }

    private final ServerSocket server;
    private final int port;
    private final long toClient;
    private final long toServer;
    private final Then then;
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private CuttingProxy(int port, long toClient, long toServer, Then then) throws IOException {
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.port = port;
        this.toClient = toClient;
        this.toServer = toServer;
        this.then = then;
        start(this::accept);
    }

    public static CuttingProxy afterBytesToClient(int port, long bytes, Then then) throws IOException {
        return new CuttingProxy(port, bytes, Long.MAX_VALUE, then);
    }

    public static CuttingProxy afterBytesToServer(int port, long bytes, Then then) throws IOException {
        return new CuttingProxy(port, Long.MAX_VALUE, bytes, then);
    }

    public int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.addAll(List.of(client, target));
                start(() -> pass(client, target, up, toServer));
                start(() -> pass(target, client, down, toClient));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void pass(Socket from, Socket to, AtomicLong passed, long limit) {
        byte[] buffer = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count;
            while ((count = in.read(buffer)) >= 0) {
                int allowed = (int) Math.min(count, limit - passed.get());
                out.write(buffer, 0, allowed);
                if (passed.addAndGet(allowed) >= limit) {
                    end();
                    return;
                }
            }
        } catch (IOException e) {
            // the other direction has ended it
        }
    }

    private void end() {
        if (then == Then.CUT) {
            close();
        }
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
