package org.zfsbackup.store;

import java.io.IOException;

/** A store has no object with this name. */
public final class NoSuchObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param name the object's name
     * @param uri the store
     */
    public NoSuchObjectException(String name, String uri) {
        super(name + " is missing at " + uri);
    }
}
