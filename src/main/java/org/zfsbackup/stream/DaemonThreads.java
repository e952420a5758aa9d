package org.zfsbackup.stream;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Creates daemon threads whose names say what they do. A daemon thread does not keep the JVM from exiting. */
public final class DaemonThreads {
    /** The prefix of the names of all these threads. */
    public static final String PREFIX = "zfsbackup ";

    private static final AtomicLong NUMBER = new AtomicLong();

    private DaemonThreads() {}

    /**
     * Starts a daemon thread.
     *
     * @param what the end of the thread's name
     * @param body runs in the new thread
     */
    public static Thread start(String what, Runnable body) {
        Thread thread = factory(what).newThread(body);
        thread.start();
        return thread;
    }

    /**
     * Returns a factory of daemon threads for an executor.
     *
     * @param what the end of the threads' names
     */
    public static ThreadFactory factory(String what) {
        return body -> {
            Thread thread = new Thread(body, PREFIX + NUMBER.incrementAndGet() + " " + what);
            thread.setDaemon(true);
            return thread;
        };
    }
}
