package org.zfsbackup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The OpenZFS guest that bin/test starts, and the datasets that a test makes in its pools {@code tank} and {@code backup}:
 * they are destroyed when it is closed, whatever holds them.
 *
 * <p>Commands go through the system's ssh, all over one connection.
 */
public final class OpenZfsGuest implements AutoCloseable {
    /** Where the guest sees what is built here, and the directory that it shares with this machine. */
    public static final String PROGRAM = "/mnt/app";

    public static final String EXCHANGE = "/mnt/exchange";

    private static final String RUN = "zfsbackup.openzfs";

    private final Path run;
    private final Deque<String> datasets = new ArrayDeque<>();

    private OpenZfsGuest(Path run) {
        this.run = run;
    }

    /** The one that runs in the folder that the property {@value #RUN} names. */
    public static OpenZfsGuest running() {
        String run = System.getProperty(RUN);
        if (run == null || !Files.exists(Path.of(run, "ssh_config"))) {
            throw new IllegalStateException(
                    "there is no OpenZFS guest: bin/test starts one; src/test/openzfs/start FOLDER" + " does, for -D"
                            + RUN + "=FOLDER; bin/test --no-openzfs does without");
        }
        return new OpenZfsGuest(Path.of(run));
    }

    /** What ssh needs to know, for {@code ssh -F}. */
    public Path sshConfig() {
        return run.resolve("ssh_config");
    }

    /** Its sshd, for whoever comes without {@link #sshConfig}. */
    public GuestSshd sshd() {
        return new GuestSshd(run);
    }

    /** The machine itself. */
    public GuestMachine machine() {
        return new GuestMachine(run);
    }

    /** The guest's name in {@link #sshConfig}. */
    public String host() {
        return "openzfs-vm";
    }

    /** The port of its sshd, on the loopback. */
    public int port() {
        try (Stream<String> lines = Files.lines(sshConfig())) {
            return lines.map(String::strip)
                    .filter(line -> line.startsWith("Port "))
                    .mapToInt(line -> Integer.parseInt(line.substring("Port ".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory that the guest sees, and writes to, as {@link #EXCHANGE}. */
    public Path exchange() {
        return run.resolve("exchange");
    }

    /** A dataset's name that nobody has yet; nothing is made. */
    public String name(String pool, String name) {
        String full = pool + "/" + name + "-"
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        datasets.push(full);
        return full;
    }

    /** A new file system of that pool. */
    public String dataset(String pool, String name, String... options) {
        String full = name(pool, name);
        List<String> words = new ArrayList<>(List.of("zfs", "create"));
        words.addAll(List.of(options));
        words.add(full);
        run(words.toArray(String[]::new));
        return full;
    }

    /** Runs a command in the guest and gives what it printed. */
    public String run(String... words) {
        return sh(quoted(words));
    }

    /** Runs lines of shell in the guest; the first that fails ends them. */
    public String sh(String script) {
        try {
            Process ssh = ssh("bash -euo pipefail -s").redirectErrorStream(true).start();
            try (var in = ssh.getOutputStream()) {
                in.write(script.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ssh.waitFor() != 0) {
                throw new IllegalStateException(script + " failed in the guest: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An ssh with that line of shell, not started yet. */
    public ProcessBuilder ssh(String line) {
        return new ProcessBuilder(
                "ssh",
                "-F",
                sshConfig().toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "ControlMaster=auto",
                "-o",
                "ControlPath=" + run.resolve("control"),
                "-o",
                "ControlPersist=60",
                host(),
                line);
    }

    /** Words as the guest's shell takes them for the same words. */
    public static String quoted(String... words) {
        return List.of(words).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** Every file of a snapshot by its path and SHA-256. */
    public Map<String, String> manifest(String snapshot) {
        String sums = sh(
                """
                at=$(mktemp -d)
                mount -t zfs -o ro %s $at
                cd $at
                find . -type f -print0 | xargs -0 -r sha256sum
                cd /
                umount $at
                rmdir $at
                """
                        .formatted(quoted(snapshot)));
        Map<String, String> manifest = new TreeMap<>();
        sums.lines().forEach(line -> manifest.put(line.substring(66), line.substring(0, 64)));
        return manifest;
    }

    /** The SHA-256 of all that a volume holds. */
    public String volume(String name) {
        return sh("udevadm settle || sleep 1; sha256sum < /dev/zvol/" + quoted(name));
    }

    @Override
    public void close() {
        while (!datasets.isEmpty()) {
            sh(
                    """
                    dataset=%s
                    zfs list "$dataset" >/dev/null 2>&1 || exit 0
                    zfs list -H -r -t snapshot -o name,userrefs "$dataset" | while IFS=$'\\t' read -r snapshot holds; do
                        [ "$holds" = 0 ] || zfs holds -H "$snapshot" | cut -f 2 | while IFS= read -r tag; do
                            zfs release "$tag" "$snapshot"
                        done
                    done
                    udevadm settle || true
                    zfs destroy -r "$dataset" || { sleep 3; zfs destroy -r "$dataset"; }
                    """
                            .formatted(quoted(datasets.pop())));
        }
    }
}
