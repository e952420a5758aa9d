package org.zfsbackup.store.fileserver;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.remote.FtpEndpoint;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.smb.SmbEndpoint;

/**
 * A pool of connections to one server. There are as many open connections as threads that use them at the same time.
 * Safe for use by several threads.
 */
public final class Connections implements AutoCloseable {
    private static final Duration TRUSTED = Duration.ofSeconds(5);
    private static final int MOST_IDLE = 4;

    private final Connector connector;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private record Idle(RemoteFiles files, long since) {}

    /** Opens a connection. */
    @FunctionalInterface
    private interface Connector {
        RemoteFiles connect() throws IOException;
    }

    /** An action that uses a connection. */
    @FunctionalInterface
    public interface Action<R> {
        /**
         * Runs in the thread that asked for the connection.
         *
         * @throws IOException if the server refuses it or the connection fails; the connection is then closed
         */
        R with(RemoteFiles files) throws IOException;
    }

    /**
     * Connections to the server of an endpoint; none is opened yet.
     *
     * @param scheme the scheme of the endpoint; only the classes of this component need to be present
     * @throws IllegalArgumentException if it is not {@code sftp}, {@code ftp}, {@code ftps} or {@code smb}
     */
    public static Connections of(String scheme, Endpoint endpoint) {
        return switch (scheme) {
            case "sftp" -> new Connections(() -> SftpFiles.connect((SftpEndpoint) endpoint));
            case "ftp", "ftps" -> new Connections(() -> FtpFiles.connect((FtpEndpoint<?>) endpoint));
            case "smb" -> new Connections(() -> SmbFiles.connect((SmbEndpoint) endpoint));
            default -> throw new IllegalArgumentException("there is no client for servers of " + scheme + ":");
        };
    }

    private Connections(Connector connector) {
        this.connector = connector;
    }

    private RemoteFiles take() throws IOException {
        Idle last;
        while ((last = idle.pollFirst()) != null) {
            boolean trusted = System.nanoTime() - last.since < TRUSTED.toNanos();
            if (trusted || last.files.isAlive()) {
                return last.files;
            }
            last.files.close();
        }
        return connector.connect();
    }

    void release(RemoteFiles files) {
        if (closed || idle.size() >= MOST_IDLE) {
            files.close();
        } else {
            idle.addFirst(new Idle(files, System.nanoTime()));
        }
    }

    /**
     * Opens a file; empty if it does not exist. The stream uses a connection alone until the caller closes it.
     *
     * @throws IOException if the server cannot be reached or refuses it
     */
    public Optional<InputStream> open(String path) throws IOException {
        RemoteFiles files = take();
        boolean open = false;
        try {
            Optional<InputStream> in = files.open(path);
            open = in.isPresent();
            return in.map(stream -> new Download(stream, this, files));
        } finally {
            if (!open) {
                files.close();
            }
        }
    }

    /**
     * Runs an action with a connection, which is closed if the action fails.
     *
     * @throws IOException what the action or connecting failed with
     */
    public <R> R use(Action<R> action) throws IOException {
        RemoteFiles files = take();
        boolean good = false;
        try {
            R result = action.with(files);
            good = true;
            return result;
        } finally {
            if (good) {
                release(files);
            } else {
                files.close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Idle last;
        while ((last = idle.pollFirst()) != null) {
            last.files.close();
        }
    }
}
