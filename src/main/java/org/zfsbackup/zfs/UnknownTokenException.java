package org.zfsbackup.zfs;

import java.io.IOException;

/** zfs does not say to which receive a resume token belongs. */
public final class UnknownTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownTokenException(String message) {
        super(message);
    }
}
