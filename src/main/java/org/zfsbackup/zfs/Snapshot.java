package org.zfsbackup.zfs;

import java.time.Instant;

/** A snapshot that exists in a pool. */
public record Snapshot(SnapshotName name, Guid guid, Instant created) {}
