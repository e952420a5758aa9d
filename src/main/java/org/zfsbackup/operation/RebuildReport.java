package org.zfsbackup.operation;

import java.util.List;
import org.zfsbackup.repository.map.BackupMap;

/**
 * The result of rebuilding a map.
 *
 * @param map the new map, as written
 * @param leftOut a sentence about each object at the target that is not in the map and may belong to a backup
 */
public record RebuildReport(BackupMap map, List<String> leftOut) {
    public RebuildReport {
        leftOut = List.copyOf(leftOut);
    }
}
