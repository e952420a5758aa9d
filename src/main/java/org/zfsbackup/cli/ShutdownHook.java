package org.zfsbackup.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.zfsbackup.process.Children;

/**
 * What SIGTERM and Ctrl-C do: the hook ends the child processes, so that the run fails and cleans up, waits for that, and
 * then ends the program with status 130.
 */
final class ShutdownHook {
    private static final int STATUS = 130;
    private static final int SECONDS_TO_CLEAN_UP = 10;
    private static volatile boolean disabled;
    private final CountDownLatch over = new CountDownLatch(1);

    private ShutdownHook() {}

    static ShutdownHook install() {
        ShutdownHook hook = new ShutdownHook();
        Runtime.getRuntime().addShutdownHook(new Thread(hook::endRun, "zfsbackup shutdown hook"));
        return hook;
    }

    /** For the service, which has its own way to stop and lets running backups continue for a while. */
    static void disable() {
        disabled = true;
    }

    /** The run is over and the program is about to exit. */
    void runEnded() {
        over.countDown();
    }

    private void endRun() {
        if (over.getCount() == 0 || disabled) {
            return;
        }
        Children.killAll();
        try {
            if (!over.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS)) {
                System.err.println("zfsbackup: the run did not clean up in time; the next run will do it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(STATUS);
    }
}
