package org.zfsbackup.repository.map;

import org.zfsbackup.zfs.Guid;

/**
 * The place of a snapshot in ZFS's own order, which does not depend on a clock.
 *
 * @param dataset the GUID of the dataset of the snapshot; a copy of the dataset has another
 * @param createtxg the transaction group that created it: of two snapshots of one dataset, the larger is the newer
 */
public record SnapshotOrder(Guid dataset, long createtxg) {}
