package org.zfsbackup.pipe.secret;

import java.io.IOException;

/** A password or an identity cannot be had from where the user said that it is: nothing is known of any backup. */
public class SecretException extends IOException {
    private static final long serialVersionUID = 1L;

    public SecretException(String message) {
        super(message);
    }

    public SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
