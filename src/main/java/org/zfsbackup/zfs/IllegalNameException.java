package org.zfsbackup.zfs;

/** A name that ZFS does not allow; the message says which and why. */
public final class IllegalNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    IllegalNameException(String kind, String name, String why) {
        super("'" + name + "' is no name of a " + kind + ": " + why);
    }
}
