package org.zfsbackup.camel.store.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Connections that wait for their next use. As many are open as threads use them at once. */
final class Connections implements AutoCloseable {
    private static final Duration TRUSTED = Duration.ofSeconds(5);
    private static final int MOST_IDLE = 4;

    private final Connector connector;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private record Idle(RemoteFiles files, long since) {}

    /** Makes a connection. */
    @FunctionalInterface
    interface Connector {
        RemoteFiles connect() throws IOException;
    }

    /** Something done with a connection. */
    @FunctionalInterface
    interface Action<R> {
        R with(RemoteFiles files) throws IOException;
    }

    Connections(Connector connector) {
        this.connector = connector;
    }

    /** A connection that is used no more is given back or closed. */
    RemoteFiles take() throws IOException {
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

    <R> R use(Action<R> action) throws IOException {
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
