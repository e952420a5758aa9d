package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.plan.DeletePlanner;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.Deletions;
import org.zfsbackup.repository.OriginalRecord;
import org.zfsbackup.repository.Pins;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.Reserve;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupMap;

/**
 * Deletes backups: notes the deletion, deletes the records of the backups, writes the index, deletes their chunks, and
 * deletes the note. If this is interrupted, no listed backup is lost, and the next run finishes the deletion.
 */
public final class DeleteBackups {
    private final Repository target;
    private final Duration lockTimeout;

    /** Fails at once if another run has the lock. */
    public DeleteBackups(Repository target) {
        this(target, Duration.ZERO);
    }

    /**
     * @param target the repository
     * @param lockTimeout how long to wait for another run on the same repository
     */
    public DeleteBackups(Repository target, Duration lockTimeout) {
        this.target = target;
        this.lockTimeout = lockTimeout;
    }

    /**
     * Plans a deletion without changing anything.
     *
     * @throws IOException if the map cannot be read
     */
    public DeletePlan plan(DeleteChoice choice) throws IOException {
        return plan(choice, new BackupIndex(target).load());
    }

    private DeletePlan plan(DeleteChoice choice, BackupMap map) throws IOException {
        DeletePlan plan = DeletePlanner.plan(choice, map, target::isDeletable);
        return plan instanceof DeletePlan.Delete delete ? withoutPinned(delete) : plan;
    }

    private DeletePlan withoutPinned(DeletePlan.Delete delete) throws IOException {
        Set<String> pinned = new Pins(target).ids();
        Optional<String> one = delete.ids().stream().filter(pinned::contains).findFirst();
        return one.isEmpty()
                ? delete
                : new DeletePlan.Refused(
                        "the backup with the ID " + one.get() + " is pinned: `unpin` it first if it may go");
    }

    /** Decides what to delete. */
    @FunctionalInterface
    interface Planner {
        /** Returns the plan for these backups. */
        DeletePlan plan(BackupMap map) throws IOException;
    }

    /**
     * Plans under the lock, and carries the plan out. A plan that refuses is returned unchanged.
     *
     * @throws IOException also if an object could not be deleted; the backup is then no longer listed
     */
    public DeletePlan delete(DeleteChoice choice) throws IOException {
        return delete(map -> plan(choice, map));
    }

    /** Plans twice: before anything is written, and under the lock. */
    DeletePlan delete(Planner planner) throws IOException {
        BackupIndex index = new BackupIndex(target);
        DeletePlan first = planner.plan(index.load());
        if (!hasBackups(first)) {
            return first; // nothing is written for it, not even a lock
        }
        try (RunLock lock = Reserve.lock(target, lockTimeout)) {
            BackupMap map = index.load();
            if (index.isBehind()) {
                index.write(map);
            }
            Deletions deletions = new Deletions(target);
            deletions.finish(map);
            DeletePlan plan = planner.plan(map);
            if (hasBackups(plan) && plan instanceof DeletePlan.Delete delete) {
                lock.check();
                map = delete(index, deletions, delete, map);
            }
            Reserve.keep(target, map);
            return plan;
        }
    }

    private static boolean hasBackups(DeletePlan plan) {
        return plan instanceof DeletePlan.Delete delete && !delete.backups().isEmpty();
    }

    private BackupMap delete(BackupIndex index, Deletions deletions, DeletePlan.Delete delete, BackupMap before)
            throws IOException {
        BackupMap after = delete.from(before);
        Deletions.Deletion deletion = deletions.begin(delete.ids(), delete.chunks());
        deletions.takeEffect(deletion);
        index.write(after, delete::from);
        OriginalRecord.update(target, after);
        Recipe.write(after, target);
        deletions.finish(deletion, after);
        return after;
    }
}
