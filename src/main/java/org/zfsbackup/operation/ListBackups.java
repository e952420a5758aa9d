package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.target.BackupTarget;

/** What a target holds. */
public final class ListBackups {
    private ListBackups() {}

    /** The map; an empty one where nothing was backed up yet. Changes nothing. */
    public static BackupMap list(BackupTarget target) throws IOException {
        return new MapStore(target).load();
    }
}
