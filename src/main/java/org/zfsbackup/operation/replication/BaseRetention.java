package org.zfsbackup.operation.replication;

/**
 * How the newest common snapshot is kept as a base at the source, so that the snapshot can be pruned and the chain
 * continues.
 */
public enum BaseRetention {
    /**
     * A bookmark if the source's ZFS supports bookmarks, otherwise nothing; for recursive streams a hold instead of
     * a bookmark.
     */
    AUTO,
    /** A bookmark, which takes no space. */
    BOOKMARK,
    /** A hold, which keeps the snapshot itself. */
    HOLD,
    /** Nothing. */
    NONE
}
