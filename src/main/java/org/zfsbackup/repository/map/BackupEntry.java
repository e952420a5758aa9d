package org.zfsbackup.repository.map;

import java.time.Instant;
import java.util.Optional;
import org.zfsbackup.zfs.Snapshot;

/**
 * One backup: one send stream of one snapshot.
 *
 * @param snapshot what was sent
 * @param id a unique ID; empty if the original program wrote the entry
 * @param parent the snapshot on which an incremental stream builds; empty for a full one
 * @param content where its bytes are
 * @param details what else is known
 */
public record BackupEntry(
        Optional<String> id,
        SnapshotRef snapshot,
        Optional<SnapshotRef> parent,
        BackupContent content,
        BackupDetails details) {
    /** Returns when the snapshot was created, by the source's clock. */
    public Instant created() {
        return details.created();
    }

    /** Returns whether this is a backup of that snapshot. */
    public boolean isOf(Snapshot other) {
        return snapshot.is(other, created());
    }
}
