package org.zfsbackup.repository.map;

import java.time.Instant;
import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/**
 * A snapshot as the map knows it.
 *
 * @param name the part after {@code @}
 * @param guid its GUID; empty if the original program wrote the entry
 */
public record SnapshotRef(String name, Optional<Guid> guid) {
    /** Returns the reference to a snapshot, or to the snapshot of a bookmark. */
    public static SnapshotRef of(Base snapshot) {
        return new SnapshotRef(snapshot.shortName(), Optional.of(snapshot.guid()));
    }

    /** Returns whether this is that snapshot. Without a GUID, the name and the time of creation (in seconds) decide. */
    public boolean is(Snapshot snapshot, Instant created) {
        return guid.map(snapshot.guid()::equals)
                .orElseGet(() -> snapshot.name().name().equals(name)
                        && snapshot.created().getEpochSecond() == created.getEpochSecond());
    }

    @Override
    public String toString() {
        return name + guid.map(number -> " (guid " + number + ")").orElse("");
    }
}
