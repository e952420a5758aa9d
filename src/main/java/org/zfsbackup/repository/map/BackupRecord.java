package org.zfsbackup.repository.map;

import java.util.List;
import org.zfsbackup.zfs.DatasetName;

/**
 * Everything about one backup, complete in itself: {@code backups/ID.json}.
 *
 * @param dataset the dataset that was backed up
 * @param entry the backup, as it is in the map
 * @param datasets the datasets in its stream, in the order of the stream; none if an older program wrote the record
 */
public record BackupRecord(DatasetName dataset, BackupEntry entry, List<RecordedDataset> datasets) {
    public BackupRecord {
        datasets = List.copyOf(datasets);
    }

    /** Returns a map with only this backup. */
    public BackupMap map() {
        return BackupMap.EMPTY.with(dataset, entry);
    }
}
