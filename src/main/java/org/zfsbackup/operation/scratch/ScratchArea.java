package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;

/**
 * A new dataset below the scratch dataset, into which a backup is restored, and read-only views of snapshots. Closing it
 * destroys the datasets that it has created, and no other. For one thread.
 */
final class ScratchArea implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchArea.class);

    private final Zfs zfs;
    private final DatasetName root;
    private final Path directory;
    private final Deque<DatasetName> created = new ArrayDeque<>();
    private final Deque<Path> mountpoints = new ArrayDeque<>();

    private ScratchArea(Zfs zfs, DatasetName root, Path directory) {
        this.zfs = zfs;
        this.root = root;
        this.directory = directory;
    }

    /** Work with an area. */
    @FunctionalInterface
    interface Work<T> {
        T with(ScratchArea area) throws IOException;
    }

    /**
     * Creates an area for a piece of work, and destroys it afterwards, also if the work fails.
     *
     * @throws IOException if the area cannot be created or destroyed, or the work fails; the message has both failures
     */
    static <T> T during(Zfs zfs, DatasetName scratch, String id, Work<T> work) throws IOException {
        try (ScratchArea area = in(zfs, scratch, id)) {
            return work.with(area);
        } catch (IOException e) {
            if (e.getSuppressed().length == 0) {
                throw e;
            }
            throw new IOException(e.getMessage() + ". Also, " + e.getSuppressed()[0].getMessage(), e);
        }
    }

    /**
     * Creates the area. The caller closes it.
     *
     * @param scratch an existing dataset, in which nothing but the area is created
     * @param id makes the names of the datasets unique
     * @throws IOException if there is no such dataset, or one with the name of the area exists
     */
    static ScratchArea in(Zfs zfs, DatasetName scratch, String id) throws IOException {
        if (!zfs.exists(scratch)) {
            throw new IOException("there is no dataset " + scratch + " on " + zfs.host()
                    + ": create it, or name another one with --scratch (scratch=DATASET)");
        }
        DatasetName root = new DatasetName(scratch + "/zfsbackup-" + id);
        if (zfs.exists(root)) {
            throw new IOException(root + " exists already, and is left as it is: run it again");
        }
        ScratchArea area = new ScratchArea(zfs, root, Files.createTempDirectory("zfsbackup-"));
        try {
            zfs.scratchDatasets().create(root);
            area.created.push(root);
            return area;
        } catch (IOException e) {
            Files.delete(area.directory);
            throw e;
        }
    }

    /** The dataset into which the backup is restored. */
    DatasetName restored() {
        return new DatasetName(root + "/restored");
    }

    /**
     * Mounts a clone of a snapshot at a directory that only this user can enter.
     *
     * @param snapshot in any pool of the host; the clone is in the same pool
     * @return the root of its files
     * @throws IOException if it cannot be cloned or mounted
     */
    Path view(SnapshotName snapshot) throws IOException {
        int number = created.size();
        Path mountpoint = Files.createDirectory(directory.resolve("view" + number));
        mountpoints.push(mountpoint);
        DatasetName clone = clone(snapshot.dataset().pool(), number);
        zfs.scratchDatasets().cloneOf(snapshot, clone, mountpoint);
        created.push(clone);
        zfs.scratchDatasets().mount(clone);
        return mountpoint;
    }

    private DatasetName clone(DatasetName pool, int number) {
        String last = root.value().substring(root.value().lastIndexOf('/') + 1);
        return root.pool().equals(pool)
                ? new DatasetName(root + "/view" + number)
                : new DatasetName(pool + "/" + last + "-view" + number);
    }

    /**
     * Destroys the datasets that were created, the newest first.
     *
     * @throws IOException if one of them stays; the message names it
     */
    @Override
    public void close() throws IOException {
        List<String> left = new ArrayList<>();
        while (!created.isEmpty()) {
            DatasetName dataset = created.pop();
            try {
                zfs.scratchDatasets().destroy(dataset);
            } catch (IOException e) {
                left.add(dataset + " (" + e.getMessage() + ")");
            }
        }
        if (!left.isEmpty()) {
            throw new IOException("the scratch dataset could not be destroyed and takes room: "
                    + String.join(", ", left) + ". Destroy it with `zfs destroy -r`");
        }
        removeDirectories();
    }

    private void removeDirectories() {
        try {
            while (!mountpoints.isEmpty()) {
                Files.deleteIfExists(mountpoints.pop());
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            LOG.warn("The empty directory {} could not be removed: {}", directory, e.getMessage());
        }
    }
}
