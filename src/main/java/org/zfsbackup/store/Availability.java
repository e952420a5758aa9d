package org.zfsbackup.store;

/**
 * Whether the bytes of an object can be read now. An archive (Glacier) can only be read through a copy that was
 * requested before.
 */
public enum Availability {
    /** Can be read now. */
    AVAILABLE,
    /** In an archive, and no copy was requested, or the copy has expired. */
    OFFLINE,
    /** In an archive; a copy was requested, which takes minutes to hours. */
    TRANSFERRING
}
