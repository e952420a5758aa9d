package org.zfsbackup.repository.map;

import org.zfsbackup.zfs.Guid;

/**
 * Where a snapshot stands in ZFS's own order, which no clock changes.
 *
 * @param dataset the GUID of the dataset that the snapshot was taken from; a copy of the dataset has another
 * @param createtxg the transaction group that made it: of two snapshots of one dataset, the larger is the newer
 */
public record SnapshotOrder(Guid dataset, long createtxg) {}
