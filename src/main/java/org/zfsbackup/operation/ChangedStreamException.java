package org.zfsbackup.operation;

import java.io.IOException;

/**
 * The stream is not, or cannot be shown to be, the one that an interrupted run has begun to store. What no longer fits
 * was dropped; if the stream is sent again from its beginning, the backup goes on.
 */
public final class ChangedStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedStreamException(String message) {
        super(message);
    }
}
