package org.zfsbackup.zfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.stream.Interrupts;

/**
 * Datasets that are created to look at a backup, and destroyed afterwards. No backup of a tree includes them, and nothing
 * mounts or shares them by itself. Safe for use by several threads.
 */
public final class ScratchDatasets {
    private static final List<String> HIDDEN =
            List.of("-o", DatasetQuery.LEFT_OUT + "=off", "-o", "sharenfs=off", "-o", "sharesmb=off");

    /** How often a busy dataset is tried again, a second later. */
    private static final int MOST_ATTEMPTS = 30;

    private final ZfsCommand zfs;

    ScratchDatasets(ZfsCommand zfs) {
        this.zfs = zfs;
    }

    /**
     * Creates an empty dataset. What is received below it inherits that it is not mounted.
     *
     * @throws IOException if it exists, or zfs fails
     */
    public void create(DatasetName dataset) throws IOException {
        run(List.of("create", "-o", "canmount=off", "-o", "mountpoint=none"), List.of(dataset.value()));
    }

    /**
     * Creates a clone of a snapshot, which is read-only.
     *
     * @param clone the dataset to create
     * @param directory where {@link #mount} mounts it
     * @throws IOException if the dataset exists, or zfs fails
     */
    public void cloneOf(SnapshotName snapshot, DatasetName clone, Path directory) throws IOException {
        run(
                List.of("clone", "-o", "canmount=noauto", "-o", "readonly=on", "-o", "mountpoint=" + directory),
                List.of(snapshot.toString(), clone.value()));
    }

    private void run(List<String> first, List<String> names) throws IOException {
        List<String> words = new ArrayList<>(first);
        words.addAll(HIDDEN);
        words.addAll(names);
        zfs.run(words);
    }

    /** Mounts a clone at its directory; zfs-fuse has done it when it created the clone. */
    public void mount(DatasetName clone) throws IOException {
        String mounted = zfs.run("get", "-H", "-o", "value", "mounted", clone.value());
        if (!mounted.strip().equals("yes")) {
            zfs.run("mount", clone.value());
        }
    }

    /**
     * Returns whether the key of an encrypted dataset is loaded. A key that is in a file of the host is loaded now.
     *
     * @throws IOException if zfs cannot be run
     */
    public boolean opens(DatasetName encrypted) throws IOException {
        List<String> values = zfs.run("get", "-H", "-o", "value", "keystatus,keylocation", encrypted.value())
                .lines()
                .toList();
        if (values.contains("available")) {
            return true;
        }
        return values.stream().anyMatch(value -> value.startsWith("file:"))
                && zfs.ask("load-key", encrypted.value()).status() == 0;
    }

    /**
     * Destroys a dataset that was created here, with everything below it. ZFS may call it busy for a moment after it was
     * unmounted, so it is tried for half a minute. An interruption does not keep it from being destroyed.
     *
     * @throws IOException if it stays
     */
    public void destroy(DatasetName dataset) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (int attempt = 1; !isDestroyed(dataset, attempt == MOST_ATTEMPTS); attempt++) {
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            throw Interrupts.asIo("interrupted before " + dataset + " was destroyed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isDestroyed(DatasetName dataset, boolean last) throws IOException {
        CommandOutput result = zfs.ask("destroy", "-r", dataset.value());
        if (result.status() == 0 || ZfsCommand.saysMissing(result.errors(), dataset.value())) {
            return true;
        }
        if (last || !result.errors().contains("busy")) {
            throw CommandFailedException.status(
                    zfs.host().name(List.of(zfs.with("destroy", "-r", dataset.value()))),
                    result.status(),
                    result.errors());
        }
        return false;
    }
}
