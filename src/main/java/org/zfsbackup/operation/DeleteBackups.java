package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.plan.DeletePlanner;
import org.zfsbackup.repository.Deletions;
import org.zfsbackup.repository.MapFile;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupMap;

/**
 * Deletes backups: a mark says what goes, then they leave the map, then their objects go, then the mark. A break in between
 * loses nothing that is listed, and the next run finishes what was begun.
 */
public final class DeleteBackups {
    private final Repository target;

    public DeleteBackups(Repository target) {
        this.target = target;
    }

    /** What would go. Changes nothing. */
    public DeletePlan plan(DeleteChoice choice) throws IOException {
        return plan(choice, new MapFile(target).load());
    }

    private DeletePlan plan(DeleteChoice choice, BackupMap map) {
        return DeletePlanner.plan(choice, map, target::isDeletable);
    }

    /**
     * Plans under the lock, and does it; a plan that refuses is returned undone.
     *
     * @throws IOException also if an object could not be removed; the backup is then not listed any more
     */
    public DeletePlan delete(DeleteChoice choice) throws IOException {
        MapFile maps = new MapFile(target);
        maps.load();
        try (RunLock lock = RunLock.acquire(target)) {
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
            return plan;
        }
    }
}
