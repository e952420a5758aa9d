package org.zfsbackup.operation;

import java.io.IOException;

/** Chunks lie in an archive: their copies were asked for, and nothing was read or changed. */
public final class OfflineException extends IOException {
    private static final long serialVersionUID = 1L;

    OfflineException(String message) {
        super(message);
    }
}
