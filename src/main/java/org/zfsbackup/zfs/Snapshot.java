package org.zfsbackup.zfs;

import java.time.Instant;

/**
 * A snapshot that exists in a pool.
 *
 * @param name its full name
 * @param guid its GUID
 * @param created when it was created, by the clock of its host; says nothing about order
 * @param createtxg the transaction group that created it, which orders the snapshots of one dataset; 0 if it is not
 *     known
 */
public record Snapshot(SnapshotName name, Guid guid, Instant created, long createtxg) implements Base {
    /** A snapshot whose transaction group is not known. */
    public Snapshot(SnapshotName name, Guid guid, Instant created) {
        this(name, guid, created, 0);
    }

    @Override
    public String shortName() {
        return name.name();
    }

    @Override
    public String fullName() {
        return name.toString();
    }
}
