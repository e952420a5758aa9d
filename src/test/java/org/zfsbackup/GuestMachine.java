package org.zfsbackup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine of the OpenZFS guest that runs in a folder. */
public final class GuestMachine {
    private static final long BOOT_SECONDS = 120;

    private final Path run;
    private final long pid;
    private final List<String> command;

    GuestMachine(Path run) {
        this.run = run;
        try {
            this.pid = Long.parseLong(Files.readString(run.resolve("qemu.pid")).strip());
            this.command = Arrays.asList(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .split("\0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of shell that is a power cut for it. */
    public String powerCut() {
        return "kill -9 " + pid;
    }

    /** Starts it as it was started before, where it does not run, and imports its pools. */
    public void startAgain() {
        ProcessHandle.of(pid).ifPresent(old -> {
            if (NothingLeft.runs(pid)) {
                throw new IllegalStateException("the guest still runs as process " + old.pid());
            }
        });
        Path log = run.resolve("again.log");
        if (run(command, log) != 0) {
            throw new IllegalStateException("the guest does not start: " + text(log));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOOT_SECONDS);
        while (!answers("true")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the guest does not answer after its start; its console: " + text(run.resolve("console.log")));
            }
        }
        if (!answers("zpool import -a -d /dev/disk/by-id")) {
            throw new IllegalStateException("the guest's pools cannot be imported");
        }
    }

    private boolean answers(String line) {
        return run(
                        List.of(
                                "ssh",
                                "-F",
                                run.resolve("ssh_config").toString(),
                                "-o",
                                "BatchMode=yes",
                                "-o",
                                "ConnectTimeout=5",
                                "openzfs-vm",
                                line),
                        run.resolve("answer.log"))
                == 0;
    }

    /** Runs words to their end; what they print replaces the log. */
    private int run(List<String> words, Path log) {
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
