package org.zfsbackup.pipe;

import java.io.IOException;

/** A password or an identity was found, and is not the one that opens these bytes; the bytes themselves may be right. */
public final class WrongKeyException extends IOException {
    private static final long serialVersionUID = 1L;

    public WrongKeyException(String message) {
        super(message);
    }

    public WrongKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
