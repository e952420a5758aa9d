package org.zfsbackup.store.check;

/**
 * One requirement of a backup that a target is checked for.
 *
 * @param name a few words for the report
 * @param body runs the check
 */
record Check(String name, Body body) {
    /** Runs in the check's own folder; an exception says what is wrong. */
    @FunctionalInterface
    interface Body {
        Finding run(CheckFolder folder) throws Exception;
    }
}
