package org.zfsbackup.operation;

import java.io.IOException;

/** Chunks are in an archive. Their copies were requested; nothing was read or changed. */
public final class OfflineException extends IOException {
    private static final long serialVersionUID = 1L;

    OfflineException(String message) {
        super(message);
    }
}
