package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.Pins;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.Reserve;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

/** Pins backups, so that no prune or deletion removes them, and removes pins. */
public final class PinBackups {
    private final Repository target;
    private final Duration lockTimeout;

    /**
     * @param target the repository
     * @param lockTimeout how long to wait for another run on the same repository
     */
    public PinBackups(Repository target, Duration lockTimeout) {
        this.target = target;
        this.lockTimeout = lockTimeout;
    }

    /**
     * Pins all backups of a snapshot, or those with these IDs.
     *
     * @param source a snapshot; ignored if IDs are given
     * @param reason why, in the user's words
     * @return the pinned backups
     * @throws IOException if the target has no such backup, or fails
     */
    public List<DeletePlan.Deleted> pin(Optional<Source> source, List<String> ids, Optional<String> reason)
            throws IOException {
        return change(
                source,
                ids,
                (pins, backup) -> pins.pin(
                        backup.entry().id().orElseThrow(),
                        backup.dataset() + "@" + backup.entry().snapshot().name(),
                        reason));
    }

    /**
     * Removes the pins of all backups of a snapshot, or of those with these IDs.
     *
     * @throws IOException if the target has no such backup, or fails
     */
    public List<DeletePlan.Deleted> unpin(Optional<Source> source, List<String> ids) throws IOException {
        return change(
                source, ids, (pins, backup) -> pins.unpin(backup.entry().id().orElseThrow()));
    }

    private interface Change {
        void make(Pins pins, DeletePlan.Deleted backup) throws IOException;
    }

    private List<DeletePlan.Deleted> change(Optional<Source> source, List<String> ids, Change change)
            throws IOException {
        find(source, ids, new BackupIndex(target).load());
        try (RunLock lock = Reserve.lock(target, lockTimeout)) {
            List<DeletePlan.Deleted> found = find(source, ids, new BackupIndex(target).load());
            lock.check();
            for (DeletePlan.Deleted backup : found) {
                change.make(new Pins(target), backup);
            }
            return found;
        }
    }

    private static List<DeletePlan.Deleted> find(Optional<Source> source, List<String> ids, BackupMap map)
            throws IOException {
        List<DeletePlan.Deleted> found = new ArrayList<>();
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset : map.datasets().entrySet()) {
            for (BackupEntry entry : dataset.getValue().entries()) {
                boolean wanted = ids.isEmpty()
                        ? source.filter(snapshot -> snapshot.dataset().equals(dataset.getKey())
                                        && snapshot.snapshot()
                                                .equals(Optional.of(
                                                        entry.snapshot().name())))
                                .isPresent()
                        : entry.id().filter(ids::contains).isPresent();
                if (wanted && entry.id().isPresent()) {
                    found.add(new DeletePlan.Deleted(dataset.getKey(), entry));
                }
            }
        }
        if (found.isEmpty() || (!ids.isEmpty() && found.size() < ids.size())) {
            throw new IOException("the target has no backup "
                    + (ids.isEmpty() ? "of " + source.map(Source::toString).orElse("") : "with one of the IDs " + ids)
                    + " that can be pinned: `list` shows the backups and their IDs. Backups of the original program"
                    + " have no ID");
        }
        return found;
    }
}
