package org.zfsbackup.operation;

import java.util.List;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;

/** What a verification found, backup by backup. */
public record VerifyReport(List<Result> results) {
    public VerifyReport {
        results = List.copyOf(results);
    }

    /** How far a backup was found to be good. */
    public enum State {
        /** It was read back to the plain stream, and is what was sent. */
        GOOD,
        /** Its chunks are what was stored; what is in them was not looked at, because something is not at hand. */
        STORED_GOOD,
        /** It cannot be restored. */
        DAMAGED
    }

    /** @param remark the damage, or why the backup was not looked into; empty where it is good */
    public record Result(DatasetName dataset, BackupEntry entry, State state, String remark) {}

    public boolean isGood() {
        return results.stream().noneMatch(result -> result.state() == State.DAMAGED);
    }
}
