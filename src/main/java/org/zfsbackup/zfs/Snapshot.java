package org.zfsbackup.zfs;

import java.time.Instant;

/** A snapshot that exists in a pool. */
public record Snapshot(SnapshotName name, Guid guid, Instant created) implements Base {
    @Override
    public String shortName() {
        return name.name();
    }

    @Override
    public String fullName() {
        return name.toString();
    }
}
