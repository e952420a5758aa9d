package org.zfsbackup.zfs;

import java.io.IOException;

/** Nothing is told of what a broken-off receive was of. */
public final class UnknownTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownTokenException(String message) {
        super(message);
    }
}
