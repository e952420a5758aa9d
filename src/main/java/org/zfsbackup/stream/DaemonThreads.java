package org.zfsbackup.stream;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Creates daemon threads, whose names say what they do. A daemon does not keep the program from ending. */
public final class DaemonThreads {
    /** What the names of all these threads begin with. */
    public static final String PREFIX = "zfsbackup ";

    private static final AtomicLong NUMBER = new AtomicLong();

    private DaemonThreads() {}

    /** Starts a thread of its own. */
    public static Thread start(String what, Runnable body) {
        Thread thread = factory(what).newThread(body);
        thread.start();
        return thread;
    }

    /** Creates the threads of an executor. */
    public static ThreadFactory factory(String what) {
        return body -> {
            Thread thread = new Thread(body, PREFIX + NUMBER.incrementAndGet() + " " + what);
            thread.setDaemon(true);
            return thread;
        };
    }
}
