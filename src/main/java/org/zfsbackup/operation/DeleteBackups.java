package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.plan.DeletePlanner;
import org.zfsbackup.repository.Deletions;
import org.zfsbackup.repository.MapFile;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.Reserve;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupMap;

/**
 * Deletes backups: records the deletion, removes the backups from the map, deletes their objects, and deletes the
 * record. If this is interrupted, no listed backup is lost, and the next run finishes the deletion.
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
        return plan(choice, new MapFile(target).load());
    }

    private DeletePlan plan(DeleteChoice choice, BackupMap map) {
        return DeletePlanner.plan(choice, map, target::isDeletable);
    }

    /**
     * Plans under the lock, and carries the plan out. A plan that refuses is returned unchanged.
     *
     * @throws IOException also if an object could not be deleted; the backup is then no longer listed
     */
    public DeletePlan delete(DeleteChoice choice) throws IOException {
        MapFile maps = new MapFile(target);
        if (plan(choice, maps.load()) instanceof DeletePlan.Refused refused) {
            return refused; // nothing is written for it, not even a lock
        }
        try (RunLock lock = Reserve.lock(target, lockTimeout)) {
            BackupMap map = maps.load();
            Deletions deletions = new Deletions(target);
            deletions.finish(map);
            DeletePlan plan = plan(choice, map);
            if (plan instanceof DeletePlan.Delete delete) {
                BackupMap after = delete.from(map);
                lock.check();
                Deletions.Deletion deletion = deletions.begin(delete.ids(), delete.chunks());
                maps.save(map, after);
                target.write(target.recipe(), Recipe.of(after, target));
                deletions.finish(deletion, after);
            }
            Reserve.keep(target, maps.load());
            return plan;
        }
    }
}
