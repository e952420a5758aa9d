package org.zfsbackup.repository.map;

import java.time.Instant;
import java.util.Optional;
import org.zfsbackup.zfs.Snapshot;

/**
 * One backup: one send stream of one snapshot.
 *
 * @param id ours, unique; nothing where the original wrote the entry
 * @param parent the snapshot that an incremental stream builds on; nothing for a full one
 */
public record BackupEntry(
        Optional<String> id,
        SnapshotRef snapshot,
        Optional<SnapshotRef> parent,
        BackupContent content,
        BackupDetails details) {
    public Instant created() {
        return details.created();
    }

    public boolean isOf(Snapshot other) {
        return snapshot.is(other, created());
    }
}
