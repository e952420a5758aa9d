package org.zfsbackup.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.zfsbackup.stream.FunctionStream;

/** The commands that run, on whichever host, so that this program can end all of them when it is itself to end. */
public final class Children {
    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

    private static volatile boolean ending;

    private Children() {}

    /** Throws where nothing is to be started any more. */
    public static void refuseAtTheEnd(String name) throws IOException {
        if (ending) {
            throw new IOException("not started, because this program is being stopped: " + name);
        }
    }

    /** Counts a command among those that run, until its end. */
    public static void add(Child child) {
        RUNNING.add(child);
        child.onEnd(() -> RUNNING.remove(child));
        if (ending) {
            child.kill();
        }
    }

    /** Ends every command that still runs, lets no other start, and cuts streams off: this program is to end. */
    public static void killAll() {
        ending = true;
        RUNNING.forEach(Child::kill);
        FunctionStream.failAll();
    }
}
