package org.zfsbackup.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.stream.Interrupts;
import org.zfsbackup.stream.RandomStream;

/**
 * The room that a repository keeps in a place that can be full: an object whose only use is that its deletion makes room.
 *
 * <p>A deletion of backups writes a lock and a record of its own, and may write the map, before anything becomes free. It gives up the
 * reserve first, and writes it again afterwards, so it works on a full disk too.
 */
public final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    private static final long LEAST = 64 * 1024;

    /** A deletion may write the map before and after it. The third is for small objects. */
    private static final int MAPS = 3;

    /** Some file systems, for example ZFS, need some seconds until the room of a deleted file is free. */
    private static final Duration UNTIL_FREE = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 200;

    private Reserve() {}

    /**
     * Writes the reserve if it is missing or has become too small, and deletes it if there are no backups. If there is no
     * room for it, the user is warned, and nothing fails. Only the holder of the lock may call this.
     *
     * @param map the present map of the repository
     */
    public static void keep(Repository target, BackupMap map) {
        if (!target.store().canBeFull()) {
            return;
        }
        try {
            if (map.ids().isEmpty()) {
                target.store().delete(target.reserve());
            } else {
                write(target);
            }
        } catch (IOException e) {
            LOG.warn(
                    "There is no room for the reserve of {}, so `delete` may not work once the place is full: make room"
                            + " now ({})",
                    target,
                    e.getMessage());
        }
    }

    /** Twice as much as is needed now, so that it is not written again for each backup. */
    private static void write(Repository target) throws IOException {
        long map = target.store().stat(target.map()).map(StoredObject::size).orElse(0L);
        long needed = LEAST + MAPS * map;
        if (target.store().stat(target.reserve()).map(StoredObject::size).orElse(0L) < needed) {
            try (InputStream content = new RandomStream(1, 2 * needed)) {
                target.store().put(target.reserve(), content);
            }
        }
    }

    /**
     * Takes the lock for an operation that makes room, and gives up the reserve. The caller closes the lock and calls
     * {@link #keep} before that.
     *
     * @param lockTimeout how long to wait for another run on the same repository
     * @throws LockedException if another run holds the lock
     * @throws IOException if the lock cannot be written, also without the reserve
     */
    public static RunLock lock(Repository target, Duration lockTimeout) throws IOException {
        RunLock lock = acquire(target, lockTimeout);
        try {
            giveUp(target);
            return lock;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static RunLock acquire(Repository target, Duration lockTimeout) throws IOException {
        try {
            return RunLock.acquire(target, lockTimeout);
        } catch (LockedException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (!giveUp(target)) {
                throw e;
            }
            LOG.info("{} gives up its reserve, because the lock could not be written: {}", target, e.getMessage());
            return RunLock.acquire(target, lockTimeout);
        }
    }

    private static boolean giveUp(Repository target) throws IOException {
        Optional<StoredObject> reserve =
                target.store().canBeFull() ? target.store().stat(target.reserve()) : Optional.empty();
        if (reserve.isPresent()) {
            target.store().delete(target.reserve());
            awaitRoom(target, reserve.get().size() / 2);
        }
        return reserve.isPresent();
    }

    private static void awaitRoom(Repository target, long bytes) throws IOException {
        long end = System.nanoTime() + UNTIL_FREE.toNanos();
        while (target.store().room().orElse(bytes) < bytes && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Interrupts.asIo("interrupted while waiting for room at " + target, e);
            }
        }
    }
}
