package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.repository.MapFile;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupMap;

/** What a target holds. */
public final class ListBackups {
    private ListBackups() {}

    /** The map; an empty one where nothing was backed up yet. Changes nothing. */
    public static BackupMap list(Repository target) throws IOException {
        return new MapFile(target).load();
    }
}
