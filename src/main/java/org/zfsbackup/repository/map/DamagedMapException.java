package org.zfsbackup.repository.map;

import java.io.IOException;

/** A map or record that cannot be trusted. It is refused as a whole, and a map is never taken for an empty one. */
public class DamagedMapException extends IOException {
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
