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

/** Connections that wait for their next use. As many are open as threads use them at once. */
public final class Connections implements AutoCloseable {
    private static final Duration TRUSTED = Duration.ofSeconds(5);
    private static final int MOST_IDLE = 4;

    private final Connector connector;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private record Idle(RemoteFiles files, long since) {}

    /** Makes a connection. */
    @FunctionalInterface
    private interface Connector {
        RemoteFiles connect() throws IOException;
    }

    /** Something done with a connection. */
    @FunctionalInterface
    public interface Action<R> {
        R with(RemoteFiles files) throws IOException;
    }

    /**
     * To the server of an endpoint; none is made yet.
     *
     * @param scheme the endpoint's: only this component's classes need to be there
     * @throws IllegalArgumentException where it is none of {@code sftp}, {@code ftp}, {@code ftps} and {@code smb}
     */
    public static Connections of(String scheme, Endpoint endpoint) {
        return switch (scheme) {
            case "sftp" -> new Connections(() -> SftpFiles.connect((SftpEndpoint) endpoint));
            case "ftp", "ftps" -> new Connections(() -> FtpFiles.connect((FtpEndpoint<?>) endpoint));
            case "smb" -> new Connections(() -> SmbFiles.connect((SmbEndpoint) endpoint));
            default -> throw new IllegalArgumentException("the server of " + scheme + ": is spoken to in no known way");
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

    void giveBack(RemoteFiles files) {
        if (closed || idle.size() >= MOST_IDLE) {
            files.close();
        } else {
            idle.addFirst(new Idle(files, System.nanoTime()));
        }
    }

    /** Opens a file; nothing where there is none. The stream has a connection to itself until it is closed. */
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

    /** Lends a connection; after a failure it is closed. */
    public <R> R use(Action<R> action) throws IOException {
        RemoteFiles files = take();
        boolean good = false;
        try {
            R result = action.with(files);
            good = true;
            return result;
        } finally {
            if (good) {
                giveBack(files);
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
