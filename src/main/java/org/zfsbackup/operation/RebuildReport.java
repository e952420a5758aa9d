package org.zfsbackup.operation;

import java.util.List;
import org.zfsbackup.repository.map.BackupMap;

/**
 * What became of a map that was made anew.
 *
 * @param map the new map, which is written
 * @param leftOut a sentence on each thing at the target that is not in it and may be a backup
 */
public record RebuildReport(BackupMap map, List<String> leftOut) {
    public RebuildReport {
        leftOut = List.copyOf(leftOut);
    }
}
