package org.zfsbackup.operation;

import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/**
 * Where a backup comes from, and what a run may leave there.
 *
 * @param zfs the host of the source
 * @param root the dataset that was asked for
 * @param recursion how the datasets below it are included
 * @param keepBase how the newest snapshot that was backed up is kept as a base at the source
 * @param newTarget whether the user says that the repository holds no backups of this dataset, or those of another one
 */
public record BackupSource(Zfs zfs, DatasetName root, Recursion recursion, BaseRetention keepBase, boolean newTarget) {
    /** Returns whether datasets below the root are backed up too. */
    boolean hasChildren() {
        return recursion != Recursion.FALSE;
    }

    /** Returns whether streams hold the datasets below. */
    boolean streamsHaveChildren() {
        return recursion == Recursion.TRUE;
    }
}
