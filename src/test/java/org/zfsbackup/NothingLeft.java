package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a thread of ours or a process behind, five seconds after its end; not those after it. The
 * daemon of zfs-fuse stays: it serves all tests, and the first that needs it starts it.
 */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
    private static final long FIVE_SECONDS = 5_000_000_000L;
    private static final long BETWEEN_LOOKS = 2_000_000L;

    private static final Set<String> LEFT_BEFORE = ConcurrentHashMap.newKeySet();

    @Override
    public void beforeEach(ExtensionContext context) {
        LEFT_BEFORE.clear();
        LEFT_BEFORE.addAll(threads());
        LEFT_BEFORE.addAll(processes());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertNothingIsLeft();
    }

    public static void assertNothingIsLeft() {
        assertThat(leftOf(NothingLeft::threads)).as("threads left").isEmpty();
        assertThat(leftOf(NothingLeft::processes)).as("processes left").isEmpty();
    }

    /** Also for a process whose parent has ended, so that it is no child of ours any more. */
    public static void assertEnds(long pid) {
        assertThat(leftOf(() -> runs(pid) ? List.of(Long.toString(pid)) : List.of()))
                .as("processes left")
                .isEmpty();
    }

    private static List<String> leftOf(Supplier<List<String>> look) {
        long began = System.nanoTime();
        List<String> left = look.get();
        while (!left.isEmpty() && System.nanoTime() - began < FIVE_SECONDS) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
            left = look.get();
        }
        return left;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("zfsbackup ") && !LEFT_BEFORE.contains(name))
                .toList();
    }

    private static List<String> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> runs(process.pid()))
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .filter(name -> !LEFT_BEFORE.contains(name) && !name.endsWith(RealZfs.DAEMON))
                .toList();
    }

    /** A zombie has ended, though nobody may ever have asked how. */
    static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // the process ended between the opening of the file and its reading
            return false;
        }
    }
}
