package org.zfsbackup.store.check;

/**
 * What one check of a target has found.
 *
 * @param name what was checked, in a few words
 * @param remark a sentence: what was seen, what the limit is, or what is wrong
 */
public record CheckResult(String name, State state, String remark) {
    /** How good the target is in this. */
    public enum State {
        PASSED,
        /** Backups can be restored, with a limit that their owner must know of. */
        WARNING,
        /** A backup there could be lost, or not be read back. */
        FAILED
    }
}
