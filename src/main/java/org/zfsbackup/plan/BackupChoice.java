package org.zfsbackup.plan;

import org.zfsbackup.zfs.Source;

/**
 * What a user wants backed up, and how.
 *
 * @param recursive the dataset with all its children, as replication streams
 * @param iterate one incremental for each snapshot; else one from the base to the last
 * @param full a new chain, even where an incremental would do
 */
public record BackupChoice(Source source, boolean recursive, boolean iterate, boolean full) {}
