package org.zfsbackup.repository.map;

import java.io.IOException;

/** A map that cannot be trusted: it is refused as a whole, never taken for an empty one. */
public final class DamagedMapException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedMapException(String why) {
        super(why);
    }
}
