package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.target.BackupTarget;

/** Removes what runs that were killed have left at a target, without a backup being made. */
public final class CleanUp {
    private final BackupTarget target;

    public CleanUp(BackupTarget target) {
        this.target = target;
    }

    /** Under the lock; tells how many broken-off uploads were given up. */
    public int run() throws IOException {
        MapStore maps = new MapStore(target);
        maps.load();
        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
            int uploads = Leftovers.abortUploads(target);
            Leftovers.removeUncommitted(target, maps.load());
            return uploads;
        }
    }
}
