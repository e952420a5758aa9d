package org.zfsbackup.pipe;

import java.io.IOException;

/** A password or an identity was found but does not open these bytes. The bytes themselves may be right. */
public final class WrongKeyException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * The key is wrong.
     *
     * @param message says which key was tried
     */
    public WrongKeyException(String message) {
        super(message);
    }

    /**
     * The key is wrong.
     *
     * @param message says which key was tried
     */
    public WrongKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
