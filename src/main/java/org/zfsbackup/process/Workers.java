package org.zfsbackup.process;

import java.util.concurrent.atomic.AtomicLong;

/** The threads that move bytes: daemons with names that tell what they do. */
final class Workers {
    static final String PREFIX = "zfsbackup ";
    private static final AtomicLong NUMBER = new AtomicLong();

    private Workers() {}

    static Thread start(String what, Runnable body) {
        Thread thread = new Thread(body, PREFIX + NUMBER.incrementAndGet() + " " + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
