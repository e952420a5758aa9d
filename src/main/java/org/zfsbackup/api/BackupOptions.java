package org.zfsbackup.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * What a backup sends, and what happens to the stream on its way.
 *
 * @param recursive whether the stream holds the dataset's children too
 * @param iterate whether each snapshot is an incremental of its own; otherwise one incremental leads to the newest
 * @param full whether a new chain begins, beside the old one
 * @param noEncrypt whether a backup may be protected less than the one before it
 * @param chunkSize the most bytes of a stored chunk, for example {@code 512MiB}; nothing for the target's default
 * @param streamPipe the pipe over the whole stream, as in {@code pipe:NAME?OPTIONS}
 * @param compress the first pipe over each chunk
 * @param encrypt the second pipe over each chunk
 */
@RecordBuilder
public record BackupOptions(
        boolean recursive,
        boolean iterate,
        boolean full,
        boolean noEncrypt,
        Optional<String> chunkSize,
        String streamPipe,
        String compress,
        String encrypt)
        implements BackupOptionsBuilder.With {
    private static final String NO_PIPE = "none";

    /** One incremental for each snapshot, without pipes. */
    public static final BackupOptions DEFAULT =
            new BackupOptions(false, true, false, false, Optional.empty(), NO_PIPE, NO_PIPE, NO_PIPE);
}
