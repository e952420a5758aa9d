package org.zfsbackup.plan;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.ResumePoint;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.Snapshot;

/**
 * What an interrupted receive has left at the destination of a restore, and the backups that the restore still needs.
 *
 * @param token what the receiver's token says
 * @param there the destination's snapshots, oldest first
 * @param chain the backups of the chain
 * @param held the index in the chain of the newest backup that the destination has; -1 if it has none
 */
record PartialRestore(ResumeToken token, List<Snapshot> there, List<BackupEntry> chain, int held) {
    /** Returns where the stream of the next backup goes on, or nothing if the partial state is not one of that backup. */
    Optional<ResumePoint> point() {
        return held + 1 < chain.size() && buildsOnNewest() && isOf(chain.get(held + 1))
                ? Optional.of(token.point())
                : Optional.empty();
    }

    /** Returns whether a part of the backup's stream can be received: it is of one snapshot, and of a known form. */
    static boolean isPossible(BackupEntry entry) {
        return !entry.details().recursive()
                && entry.details().format().filter(form -> !form.properties()).isPresent();
    }

    private boolean buildsOnNewest() {
        return held < 0 ? there.isEmpty() : chain.get(held).isOf(there.get(there.size() - 1));
    }

    private boolean isOf(BackupEntry next) {
        return isPossible(next)
                && token.snapshot().isPresent()
                && token.snapshot().equals(next.snapshot().guid())
                && token.base().equals(next.parent().flatMap(SnapshotRef::guid))
                && next.details()
                        .format()
                        .filter(form -> form.raw() == token.raw())
                        .isPresent();
    }
}
