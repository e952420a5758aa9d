package org.zfsbackup.operation;

import java.io.IOException;
import java.util.LinkedHashSet;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.plan.DeletePlanner;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.zfs.Source;

/** Deletes backups: out of the map first, then their objects, so that a break in between loses nothing that is listed. */
public final class DeleteBackups {
    private final BackupTarget target;

    public DeleteBackups(BackupTarget target) {
        this.target = target;
    }

    /** What would go. Changes nothing. */
    public DeletePlan plan(Source wanted, boolean withDependents) throws IOException {
        return DeletePlanner.plan(wanted, new MapStore(target).load(), withDependents);
    }

    /** Plans under the lock, and does it; a plan that refuses is given back undone. */
    public DeletePlan delete(Source wanted, boolean withDependents) throws IOException {
        MapStore maps = new MapStore(target);
        maps.load();
        try (RunLock lock = RunLock.acquire(target)) {
            BackupMap map = maps.load();
            DeletePlan plan = DeletePlanner.plan(wanted, map, withDependents);
            if (plan instanceof DeletePlan.Delete delete) {
                BackupMap after = map.without(wanted.dataset(), new LinkedHashSet<>(delete.entries()));
                lock.check();
                maps.save(map, after);
                target.write(target.recipe(), Recipe.of(after, target));
                removeObjects(delete);
            }
            return plan;
        }
    }

    private void removeObjects(DeletePlan.Delete delete) throws IOException {
        for (BackupEntry entry : delete.entries()) {
            if (entry.id().isPresent()) {
                target.store().delete(target.backup(entry.id().get()));
            }
        }
        for (String chunk : delete.chunks()) {
            target.store().delete(chunk);
        }
    }
}
