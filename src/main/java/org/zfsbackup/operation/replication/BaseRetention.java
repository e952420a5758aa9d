package org.zfsbackup.operation.replication;

/** What is left at the source of the snapshot that both sides have, so that it can be pruned and the chain goes on. */
public enum BaseRetention {
    /** A bookmark where the source's ZFS has bookmarks, else nothing. */
    AUTO,
    /** A bookmark: it takes no room. */
    BOOKMARK,
    /** A hold: the snapshot itself stays. */
    HOLD,
    /** Nothing. */
    NONE
}
