package org.zfsbackup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real ZFS for tests: a pool in a file, gone when it is closed. Where no ZFS answers, zfs-fuse is started, once, and
 * ended with the tests.
 */
public final class RealZfs implements AutoCloseable {
    /** The words of the process that serves all tests where no other ZFS answers. */
    static final String DAEMON = "zfs-fuse --no-daemon";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path directory;
    private final String pool;

    private RealZfs(Path directory, String pool) {
        this.directory = directory;
        this.pool = pool;
    }

    /** Makes a pool of its own below the directory. */
    public static RealZfs in(Path directory) {
        return in(directory, "512M");
    }

    /** One of that size; the room is taken as it is used. */
    public static RealZfs in(Path directory, String size) {
        startUnlessThere();
        String pool = "zbtest" + ProcessHandle.current().pid() + "n" + NUMBER.incrementAndGet();
        RealZfs zfs = new RealZfs(directory, pool);
        Path image = directory.resolve(pool + ".img");
        zfs.sh("truncate -s " + size + " " + image + " && zpool create -m " + zfs.mountpoint() + " " + pool + " "
                + image);
        return zfs;
    }

    private static synchronized void startUnlessThere() {
        try {
            if (status("zpool list") == 0) {
                return;
            }
            Process daemon = daemon();
            for (int attempt = 0; attempt < 100; attempt++) {
                if (status("zpool list") == 0) {
                    return;
                }
                if (daemon.waitFor(200, TimeUnit.MILLISECONDS)) {
                    // one that other tests have just ended may still be on its way out
                    pause();
                    daemon = daemon();
                }
            }
            throw new IllegalStateException(
                    "there is no ZFS here, and zfs-fuse does not start: run bin/test as root, on"
                            + " a host with /dev/fuse, or bin/test --no-zfs");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("there is no ZFS here: bin/test installs zfs-fuse", e);
        }
    }

    /** Is gone when this process is: whoever comes next begins with one of its own. */
    private static Process daemon() throws IOException {
        Process daemon = new ProcessBuilder(DAEMON.split(" "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            daemon.destroy();
            daemon.onExit().completeOnTimeout(daemon, 10, TimeUnit.SECONDS).join();
        }));
        return daemon;
    }

    public String pool() {
        return pool;
    }

    public Path mountpoint() {
        return directory.resolve("mnt-" + pool);
    }

    /** A dataset of the pool, with its full name, made. */
    public String dataset(String name) {
        String full = pool + "/" + name;
        run("zfs", "create", "-p", full);
        return full;
    }

    /** Where a dataset of the pool is mounted. */
    public Path path(String dataset) {
        return mountpoint().resolve(dataset.substring(pool.length() + 1));
    }

    public void snapshot(String dataset, String... names) {
        for (String name : names) {
            run("zfs", "snapshot", dataset + "@" + name);
        }
    }

    /** After an incremental receive into a mounted dataset zfs-fuse shows old pages: mounts it anew. */
    public void remount(String dataset) {
        retried("zfs", "unmount", dataset);
        run("zfs", "mount", dataset);
    }

    /** zfs-fuse lets a file system go a moment after it said so. */
    public void unmount(String dataset) {
        retried("zfs", "unmount", dataset);
        pause();
    }

    /** The names of a dataset's snapshots, oldest first. */
    public List<String> snapshots(String dataset) {
        return output("zfs", "list", "-H", "-r", "-d", "1", "-t", "snapshot", "-o", "name", "-s", "creation", dataset)
                .lines()
                .filter(name -> name.startsWith(dataset + "@"))
                .map(name -> name.substring(dataset.length() + 1))
                .toList();
    }

    /** Runs a command that may be told that something is busy for a moment. */
    public void retried(String... words) {
        for (int attempt = 0; ; attempt++) {
            try {
                run(words);
                return;
            } catch (IllegalStateException e) {
                if (attempt == 10 || !String.valueOf(e.getMessage()).contains("busy")) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** zfs-fuse takes a moment to remove what a broken-off receive has begun. */
    public void awaitGone(String dataset) {
        for (int attempt = 0; attempt < 50; attempt++) {
            if (output("zfs", "list", "-H", "-r", "-o", "name", pool).lines().noneMatch(dataset::equals)) {
                return;
            }
            pause();
        }
        throw new IllegalStateException(dataset + " is still there");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void run(String... words) {
        output(words);
    }

    public void sh(String script) {
        output("bash", "-c", script);
    }

    public String output(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(words) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command + " >/dev/null 2>&1")
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        retried("zpool", "destroy", pool);
        try {
            Files.deleteIfExists(directory.resolve(pool + ".img"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
