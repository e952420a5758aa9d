package org.zfsbackup.store;

import java.io.IOException;

/** A store has no object of that name. */
public final class NoSuchObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSuchObjectException(String name, String uri) {
        super(name + " is missing at " + uri);
    }
}
