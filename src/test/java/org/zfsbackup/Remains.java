package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a run may leave running: nothing. */
public final class Remains {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private Remains() {}

    /** Fails where a child process, or a thread that moves bytes, is there 5 seconds from now. */
    public static void assertNone() {
        long end = System.nanoTime() + GRACE.toNanos();
        while (!found().isEmpty() && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(found()).isEmpty();
    }

    private static List<String> found() {
        Stream<String> children = ProcessHandle.current()
                .descendants()
                .map(child -> child.info().commandLine().orElse(""))
                .filter(command -> !command.contains("zfs-fuse") && !command.isEmpty());
        Stream<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("zfsbackup "));
        return Stream.concat(children, threads).toList();
    }
}
