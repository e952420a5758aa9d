package org.zfsbackup.store;

import java.io.IOException;

/** A request got no answer or a server error, so it is unknown whether it was executed or still will be. */
public final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param failure what the client reports */
    public UnansweredException(IOException failure) {
        super(failure.getMessage(), failure);
    }
}
