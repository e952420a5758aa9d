package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.repository.MapFile;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupMap;

/** Lists the backups at a target. */
public final class ListBackups {
    private ListBackups() {}

    /**
     * The map; empty if nothing was backed up yet. Changes nothing.
     *
     * @throws IOException if the map is damaged or the target fails
     */
    public static BackupMap list(Repository target) throws IOException {
        return new MapFile(target).load();
    }
}
