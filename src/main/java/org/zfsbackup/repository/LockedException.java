package org.zfsbackup.repository;

import java.io.IOException;

/** Another run uses the same target and prefix. */
public final class LockedException extends IOException {
    private static final long serialVersionUID = 1L;

    LockedException(String message) {
        super(message);
    }
}
