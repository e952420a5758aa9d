package org.zfsbackup.plan;

import org.zfsbackup.zfs.Source;

/**
 * What a user wants backed up, and how.
 *
 * @param recursive the dataset with all its children, as replication streams
 * @param iterate one incremental for each snapshot; else one from the base to the last
 * @param full a new chain, even if an incremental would do
 * @param noEncrypt whether a backup may be protected less than the one before it
 */
public record BackupChoice(Source source, boolean recursive, boolean iterate, boolean full, boolean noEncrypt) {
    /** A choice that keeps the protection of the backup before. */
    public BackupChoice(Source source, boolean recursive, boolean iterate, boolean full) {
        this(source, recursive, iterate, full, false);
    }
}
