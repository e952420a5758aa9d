package org.zfsbackup.operation;

import java.util.List;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;

/**
 * The result of a verification.
 *
 * @param results one for each backup
 * @param findings about other objects at the target: records, maps, the recipe, objects without a backup
 */
public record VerifyReport(List<Result> results, List<Finding> findings) {
    public VerifyReport {
        results = List.copyOf(results);
        findings = List.copyOf(findings);
    }

    /** How good a backup is. */
    public enum State {
        /** It was read as the plain stream, and is what was sent. */
        GOOD,
        /** Its chunks are intact; their contents were not checked, because no key was given. */
        STORED_GOOD,
        /** All its chunks are there with their sizes, and those that were read are intact. */
        PRESENT,
        /** It cannot be restored. */
        DAMAGED,
        /** Its chunks are intact, but the given key does not decrypt them. */
        WRONG_KEY,
        /** It is not encrypted although a key was given, so somebody else may have put it there. */
        NOT_ENCRYPTED,
        /** Its chunks are intact, but one of its pipes is not installed here. */
        UNKNOWN_PIPE
    }

    /**
     * One backup.
     *
     * @param dataset the dataset that was backed up
     * @param entry the backup
     * @param state how good it is
     * @param remark the damage, or why the contents were not checked; empty if the backup is good
     */
    public record Result(DatasetName dataset, BackupEntry entry, State state, String remark) {
        /** Whether nothing wrong was found in it. */
        public boolean isGood() {
            return state == State.GOOD || state == State.STORED_GOOD || state == State.PRESENT;
        }

        /** What can be done about it, a sentence without a full stop; empty if nothing needs to be done or the remark says it. */
        public String remedy() {
            return switch (state) {
                case DAMAGED ->
                    "put the missing or changed object back from a copy of the target, or start a new chain with --full"
                            + " while the source has snapshots that you need";
                case UNKNOWN_PIPE -> "install what has the pipe, or restore it by hand";
                case GOOD, STORED_GOOD, PRESENT, WRONG_KEY, NOT_ENCRYPTED -> "";
            };
        }

        /** How well the backup is protected against readers of the target. */
        public Protection protection() {
            return ReadBackup.protection(entry);
        }
    }

    /**
     * A fault beside the backups.
     *
     * @param object its name, relative to the target's root
     * @param harmless whether a later run repairs it
     * @param text what it is and what to do, a sentence without a full stop
     */
    public record Finding(String object, boolean harmless, String text) {}

    /** Whether every backup can be restored as far as it was checked, and nothing else is wrong. */
    public boolean isGood() {
        return results.stream().allMatch(Result::isGood) && findings.stream().allMatch(Finding::harmless);
    }
}
