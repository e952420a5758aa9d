package org.zfsbackup.repository.map;

import java.io.IOException;

/** A map that cannot be trusted. It is refused as a whole, and never taken for an empty one. */
public final class DamagedMapException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param why what is wrong, as a sentence
     */
    public DamagedMapException(String why) {
        super(why);
    }
}
