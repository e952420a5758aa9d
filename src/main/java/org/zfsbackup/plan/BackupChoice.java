package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

/**
 * What a user wants to back up, and how.
 *
 * @param source the dataset or snapshot
 * @param recursive whether to send replication streams with all datasets below
 * @param iterate whether to send one incremental for each snapshot; otherwise one from the base to the last
 * @param full whether to begin a new chain although an incremental would do
 * @param noEncrypt whether a backup may be protected less than the one before it
 * @param form the form in which streams are sent
 * @param fullEvery when a run begins a new chain by itself; empty for never
 */
public record BackupChoice(
        Source source,
        boolean recursive,
        boolean iterate,
        boolean full,
        boolean noEncrypt,
        SendFormatPreference form,
        Optional<ChainLimit> fullEvery) {
    /** A choice that keeps the protection of the previous backup. */
    public BackupChoice(Source source, boolean recursive, boolean iterate, boolean full) {
        this(source, recursive, iterate, full, false, SendFormatPreference.BEST, Optional.empty());
    }

    /** Returns the same choice for another dataset, up to the snapshot of the same name if one was named. */
    public BackupChoice of(DatasetName dataset) {
        return new BackupChoice(
                new Source(dataset, source.snapshot()), recursive, iterate, full, noEncrypt, form, fullEvery);
    }

    /**
     * Returns the same choice for a given kind of chain.
     *
     * @param anew whether to begin a new chain although an incremental would do
     */
    public BackupChoice withFull(boolean anew) {
        return new BackupChoice(source, recursive, iterate, anew, noEncrypt, form, fullEvery);
    }
}
