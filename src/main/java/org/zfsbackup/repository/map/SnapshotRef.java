package org.zfsbackup.repository.map;

import java.time.Instant;
import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/** A snapshot as the map knows it: by its GUID, or by its name alone where the original wrote the entry. */
public record SnapshotRef(String name, Optional<Guid> guid) {
    public static SnapshotRef of(Base snapshot) {
        return new SnapshotRef(snapshot.shortName(), Optional.of(snapshot.guid()));
    }

    /** Whether this is that snapshot; without a GUID, name and time of creation (in seconds) decide. */
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
