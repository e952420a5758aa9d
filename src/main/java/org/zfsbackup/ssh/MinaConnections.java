package org.zfsbackup.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.zfsbackup.process.ErrorTail;

/**
 * The connections to one host: one for all commands, and more only if the host allows no further command in it. Dead
 * connections are forgotten. Safe for use by several threads.
 */
final class MinaConnections implements AutoCloseable {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);

    private final SshAddress address;
    private final Duration connectTimeout;
    private final Object lock = new Object();
    private final List<ClientSession> sessions = new ArrayList<>();
    private final SshClient client;
    private volatile boolean closed;

    MinaConnections(SshAddress address, Duration stallTimeout) {
        this.address = address;
        this.connectTimeout = stallTimeout.compareTo(LONGEST_CONNECT) < 0 ? stallTimeout : LONGEST_CONNECT;
        this.client = MinaClient.of(stallTimeout);
    }

    /** Starts a command and returns its open channel. */
    MinaChannel open(String line, ErrorTail errors) throws IOException {
        synchronized (lock) {
            sessions.removeIf(session -> !session.isOpen());
            for (ClientSession session : List.copyOf(sessions)) {
                try {
                    return open(session, line, errors);
                } catch (IOException e) {
                    // The host allows no further command in this connection, or it has just died. Try the next one.
                }
            }
            ClientSession session = connect();
            sessions.add(session);
            try {
                return open(session, line, errors);
            } catch (IOException e) {
                throw HostUnreachableException.of(address, SshFailureKind.UNCLEAR, String.valueOf(e.getMessage()), e);
            }
        }
    }

    private MinaChannel open(ClientSession session, String line, ErrorTail errors) throws IOException {
        MinaChannel channel = new MinaChannel(line);
        channel.setErr(errors);
        session.getService(ConnectionService.class).registerChannel(channel);
        try {
            channel.open().verify(connectTimeout);
            return channel;
        } catch (IOException e) {
            channel.close(true);
            throw e;
        }
    }

    private ClientSession connect() throws IOException {
        KnownHosts known = KnownHosts.of(address);
        synchronized (client) {
            if (closed) {
                throw new IOException("the connections to " + address + " are closed");
            }
            MinaClient.prepare(client, known, LoginKeys.of(address));
            client.start();
        }
        InetSocketAddress remote =
                new InetSocketAddress(address.host(), address.port().orElse(KnownHosts.DEFAULT_PORT));
        if (remote.isUnresolved()) {
            throw HostUnreachableException.of(address, SshFailureKind.NO_SUCH_HOST, "", null);
        }
        return logIn(remote, known);
    }

    private ClientSession logIn(InetSocketAddress remote, KnownHosts known) throws IOException {
        long deadline = System.nanoTime() + connectTimeout.toNanos();
        String user = address.user().orElseGet(() -> System.getProperty("user.name"));
        ClientSession session = null;
        try {
            session = client.connect(user, remote).verify(connectTimeout).getSession();
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            session.auth().verify(Math.max(1, left));
            return session;
        } catch (IOException e) {
            if (session != null) {
                session.close(true);
            }
            if (e instanceof InterruptedIOException) {
                throw e;
            }
            throw MinaClient.failure(address, known, e);
        }
    }

    /** Ends the connections, the commands in them, and the threads; also while a connection is being made. */
    @Override
    public void close() {
        synchronized (client) {
            closed = true;
            if (client.isStarted()) {
                client.close(true);
            }
        }
    }
}
