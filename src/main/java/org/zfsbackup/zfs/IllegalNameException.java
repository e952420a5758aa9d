package org.zfsbackup.zfs;

/** A name that ZFS does not allow. The message says why. */
public final class IllegalNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    IllegalNameException(String kind, String name, String why) {
        super("'" + name + "' cannot be the name of a " + kind + ": " + why);
    }
}
