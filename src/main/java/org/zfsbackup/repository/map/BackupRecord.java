package org.zfsbackup.repository.map;

import java.util.List;
import org.zfsbackup.zfs.DatasetName;

/**
 * Everything about one backup, complete in itself: {@code backups/ID.json}.
 *
 * @param datasets those in its stream, in the order of the stream; none if an older program wrote the record
 */
public record BackupRecord(DatasetName dataset, BackupEntry entry, List<RecordedDataset> datasets) {
    public BackupRecord {
        datasets = List.copyOf(datasets);
    }

    /** The map that has this backup alone. */
    public BackupMap map() {
        return BackupMap.EMPTY.with(dataset, entry);
    }
}
