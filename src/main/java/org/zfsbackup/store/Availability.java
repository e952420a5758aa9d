package org.zfsbackup.store;

/** Whether an object's bytes can be read now. An archive (Glacier) gives them only as a copy that was asked for. */
public enum Availability {
    AVAILABLE,
    /** In an archive; no copy was asked for, or it has lapsed. */
    OFFLINE,
    /** In an archive; a copy was asked for, and will be there in minutes to hours. */
    TRANSFERRING
}
