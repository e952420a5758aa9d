package org.zfsbackup.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.zfsbackup.process.Children;

/**
 * SIGTERM and Ctrl-C: ends the child processes, so that the run fails and cleans up after itself, and waits for that
 * before the program ends with status 130.
 */
final class Ending {
    private static final int STATUS = 130;
    private static final int SECONDS_TO_CLEAN_UP = 10;

    private static volatile boolean leftToOthers;

    private final CountDownLatch over = new CountDownLatch(1);

    private Ending() {}

    static Ending onSignal() {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::end, "zfsbackup ending"));
        return ending;
    }

    /** Says that this program ends in another way: the service, whose running backups may go on for a while. */
    static void leaveToOthers() {
        leftToOthers = true;
    }

    /** Says that the run is over, and the program about to end by itself. */
    void done() {
        over.countDown();
    }

    private void end() {
        if (over.getCount() == 0 || leftToOthers) {
            return;
        }
        Children.killAll();
        try {
            if (!over.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS)) {
                System.err.println("zfsbackup: the run did not clean up in time; the next one will");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(STATUS);
    }
}
