package org.zfsbackup.store.check;

/**
 * The result of one check of a target.
 *
 * @param name what was checked, in a few words
 * @param state how well the target does
 * @param remark a sentence that says what was seen, what the limit is, or what is wrong
 */
public record CheckResult(String name, State state, String remark) {
    /** How well the target does in a check. */
    public enum State {
        /** It does what a backup needs. */
        PASSED,
        /** Backups can be restored, with a limit that their owner must know. */
        WARNING,
        /** A backup there could be lost or become unreadable. */
        FAILED
    }
}
