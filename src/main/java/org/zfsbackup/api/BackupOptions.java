package org.zfsbackup.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.plan.ChainLimit;
import org.zfsbackup.plan.replication.SendFormatPreference;

/**
 * What a backup sends, and what happens to the stream on its way.
 *
 * @param recursion how the dataset's children are included
 * @param selection with {@link Recursion#EACH}: which of them
 * @param parallel with {@link Recursion#EACH}: the number of datasets that are sent at the same time
 * @param form the form in which streams are sent
 * @param iterate whether each snapshot is sent as an incremental of its own; otherwise one incremental leads to the
 *     newest
 * @param full whether to start a new chain and keep the old ones
 * @param fullEvery when a run starts a new chain by itself
 * @param newTarget whether the target is believed to be new, although it is remembered to have had backups or has those
 *     of another dataset of the same name
 * @param keepBase how the newest snapshot that was backed up is kept as a base at the source
 * @param noEncrypt whether a backup may be protected less than the one before it
 * @param chunkSize the maximum size of a stored chunk, for example {@code 512MiB}; empty for the target's default
 * @param streamPipe the pipe for the whole stream, as in {@code pipe:NAME?OPTIONS}
 * @param compress the first pipe for each chunk
 * @param encrypt the second pipe for each chunk
 */
@RecordBuilder
public record BackupOptions(
        Recursion recursion,
        DatasetSelection selection,
        int parallel,
        SendFormatPreference form,
        boolean iterate,
        boolean full,
        Optional<ChainLimit> fullEvery,
        boolean newTarget,
        BaseRetention keepBase,
        boolean noEncrypt,
        Optional<String> chunkSize,
        String streamPipe,
        String compress,
        String encrypt)
        implements BackupOptionsBuilder.With {
    private static final String NO_PIPE = "none";

    /** One incremental for each snapshot, without pipes. */
    public static final BackupOptions DEFAULT = new BackupOptions(
            Recursion.FALSE,
            DatasetSelection.ALL,
            1,
            SendFormatPreference.BEST,
            true,
            false,
            Optional.empty(),
            false,
            BaseRetention.AUTO,
            false,
            Optional.empty(),
            NO_PIPE,
            NO_PIPE,
            NO_PIPE);
}
