package org.zfsbackup.operation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Chunks are in an archive. Their copies were requested, unless the archive refused; nothing was read or changed. */
public final class OfflineException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param refusal why a copy could not be requested; null if all were */
    OfflineException(String message, @Nullable IOException refusal) {
        super(message, refusal);
    }
}
