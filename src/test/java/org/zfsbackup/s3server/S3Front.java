package org.zfsbackup.s3server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.zfsbackup.s3server.http.Head;
import org.zfsbackup.s3server.http.Upstream;

/**
 * The proxy that clients talk to: it passes requests on as they are, so that their signatures hold, and keeps connections
 * open on both sides.
 *
 * <p>It plays, by Amazon's documentation, what S3Proxy has not: lifecycle configurations, storage classes, archived objects
 * and their restores. It plays faults. Buckets are in the path; presigned requests are only passed on.
 */
final class S3Front implements AutoCloseable {
    private final InetSocketAddress server;
    private final Stage stage;
    private final Faults faults;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket listener;

    S3Front(InetSocketAddress server, Stage stage, Faults faults) throws IOException {
        this.server = server;
        this.stage = stage;
        this.faults = faults;
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start("s3-front", this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many there were since the last {@link #forget}. */
    int connections() {
        return connections.get();
    }

    void forget() {
        requests.clear();
        connections.set(0);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                start("s3-front-" + socket.getPort(), () -> converse(socket));
            } catch (IOException e) {
                // the listener is closed, or a client went before it was there
            }
        }
    }

    private void converse(Socket socket) {
        try (socket;
                Client client = new Client(socket);
                Upstream upstream = new Upstream(server)) {
            boolean lives = true;
            while (lives) {
                Optional<Head> head = Head.read(client.in());
                lives = head.isPresent() && serve(client, upstream, head.get());
            }
        } catch (IOException e) {
            // one of both sides broke off: so does the other, as without a proxy
        } finally {
            open.remove(socket);
        }
    }

    private boolean serve(Client client, Upstream upstream, Head head) throws IOException {
        Request request = Request.of(head);
        requests.add(request);
        return new Exchange(client, upstream, stage, head, request, faults.next(request)).serve();
    }

    /** Breaks off what is still going on. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
