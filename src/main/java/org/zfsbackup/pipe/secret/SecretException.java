package org.zfsbackup.pipe.secret;

import java.io.IOException;

/** A password or an identity cannot be read from the place that the user named. This says nothing about any backup. */
public class SecretException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * The secret cannot be read.
     *
     * @param message names the place and the reason, and never the secret
     */
    public SecretException(String message) {
        super(message);
    }

    /**
     * The secret cannot be read.
     *
     * @param message names the place and the reason, and never the secret
     */
    public SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
