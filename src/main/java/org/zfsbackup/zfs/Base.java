package org.zfsbackup.zfs;

/** What an incremental stream can start from: a snapshot, or a bookmark of one. */
public sealed interface Base permits Snapshot, Bookmark {
    /** Returns the GUID of the snapshot, for a bookmark too. */
    Guid guid();

    /** Returns the name after {@code @} or {@code #}. */
    String shortName();

    /** Returns the name as zfs(8) takes it: {@code dataset@name} or {@code dataset#name}. */
    String fullName();
}
