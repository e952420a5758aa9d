package org.zfsbackup.repository.map;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;

/**
 * Everything about one backup, complete in itself: {@code backups/ID.json}.
 *
 * @param dataset the dataset that was backed up
 * @param entry the backup, as it is in the map
 * @param datasets the datasets in its stream, in the order of the stream; none if an older program wrote the record
 * @param host the name of the host whose ZFS sent the stream; empty if an older program wrote the record
 */
public record BackupRecord(
        DatasetName dataset, BackupEntry entry, List<RecordedDataset> datasets, Optional<String> host) {
    public BackupRecord {
        datasets = List.copyOf(datasets);
    }

    /** A record whose host is not known. */
    public BackupRecord(DatasetName dataset, BackupEntry entry, List<RecordedDataset> datasets) {
        this(dataset, entry, datasets, Optional.empty());
    }

    /** Returns a map with only this backup. */
    public BackupMap map() {
        return BackupMap.EMPTY.with(dataset, entry);
    }
}
