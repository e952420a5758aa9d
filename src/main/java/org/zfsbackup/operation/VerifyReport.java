package org.zfsbackup.operation;

import java.util.List;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;

/**
 * What a verification found.
 *
 * @param results backup by backup
 * @param findings on the target beside its backups: records, maps, the recipe, objects that nobody needs
 */
public record VerifyReport(List<Result> results, List<Finding> findings) {
    public VerifyReport {
        results = List.copyOf(results);
        findings = List.copyOf(findings);
    }

    /** How far a backup was found to be good. */
    public enum State {
        /** It was read back to the plain stream, and is what was sent. */
        GOOD,
        /** Its chunks are what was stored; what is in them was not looked at, because no key was named. */
        STORED_GOOD,
        /** It cannot be restored. */
        DAMAGED,
        /** Its chunks are what was stored, and the key that was named does not open them. */
        WRONG_KEY,
        /** It is not encrypted, although a key was named: somebody else may have put it there. */
        NOT_ENCRYPTED,
        /** Its chunks are what was stored, and a pipe that they went through is not installed here. */
        UNKNOWN_PIPE
    }

    /**
     * One backup.
     *
     * @param remark the damage, or why the backup was not looked into; empty if it is good
     */
    public record Result(DatasetName dataset, BackupEntry entry, State state, String remark) {
        public boolean isGood() {
            return state == State.GOOD || state == State.STORED_GOOD;
        }

        /** How far the backup is kept from whoever can read the target. */
        public Protection protection() {
            return ReadBackup.protection(entry);
        }
    }

    /**
     * Something beside the backups.
     *
     * @param object its name, from the target's root
     * @param harmless whether a later run puts it right by itself
     * @param text what it is and what to do, as a sentence without its end
     */
    public record Finding(String object, boolean harmless, String text) {}

    /** Whether every backup can be restored as far as that was looked at, and nothing else is wrong. */
    public boolean isGood() {
        return results.stream().allMatch(Result::isGood) && findings.stream().allMatch(Finding::harmless);
    }
}
