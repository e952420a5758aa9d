package org.zfsbackup.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.zfsbackup.stream.FunctionStream;

/** Knows all running commands, on every host, so that all of them can be ended when this program is stopped. */
public final class Children {
    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

    private static volatile boolean ending;

    private Children() {}

    /**
     * Checks that commands may still be started.
     *
     * @param name the command, for the message
     * @throws IOException if this program is being stopped
     */
    public static void refuseAtTheEnd(String name) throws IOException {
        if (ending) {
            throw new IOException("not started, because this program is being stopped: " + name);
        }
    }

    /** Registers a command until its end. It is killed at once if this program is being stopped. */
    public static void add(Child child) {
        RUNNING.add(child);
        child.onEnd(() -> RUNNING.remove(child));
        if (ending) {
            child.kill();
        }
    }

    /**
     * Kills every running command, prevents new ones, and fails running streams. Called when this program is being
     * stopped.
     */
    public static void killAll() {
        ending = true;
        RUNNING.forEach(Child::kill);
        FunctionStream.failAll();
    }
}
