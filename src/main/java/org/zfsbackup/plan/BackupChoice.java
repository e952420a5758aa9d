package org.zfsbackup.plan;

import org.zfsbackup.zfs.Source;

/**
 * What a user wants to back up, and how.
 *
 * @param source the dataset or snapshot
 * @param recursive whether to send replication streams with all datasets below
 * @param iterate whether to send one incremental for each snapshot; otherwise one from the base to the last
 * @param full whether to begin a new chain although an incremental would do
 * @param noEncrypt whether a backup may be protected less than the one before it
 */
public record BackupChoice(Source source, boolean recursive, boolean iterate, boolean full, boolean noEncrypt) {
    /** A choice that keeps the protection of the previous backup. */
    public BackupChoice(Source source, boolean recursive, boolean iterate, boolean full) {
        this(source, recursive, iterate, full, false);
    }

    /** Returns the same choice with a new chain. */
    public BackupChoice asFull() {
        return new BackupChoice(source, recursive, iterate, true, noEncrypt);
    }
}
