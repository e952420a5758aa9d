package org.zfsbackup.zfs;

/** What an incremental stream can start from: a snapshot, or a bookmark that was left of one. */
public sealed interface Base permits Snapshot, Bookmark {
    /** The snapshot's, of a bookmark too. */
    Guid guid();

    /** Its name without the dataset's. */
    String shortName();

    /** Its name as zfs(8) takes it, with {@code @} or {@code #}. */
    String fullName();
}
