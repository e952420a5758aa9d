package org.zfsbackup.store;

import java.io.IOException;

/** A request whose answer never came, or was that the server is in trouble: it may have been done, or be done yet. */
public final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnansweredException(IOException failure) {
        super(failure.getMessage(), failure);
    }
}
