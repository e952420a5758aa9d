package org.zfsbackup.store.check;

/** One thing that a target must do, or does with limits. */
record Check(String name, Body body) {
    /** Tries it out, below the check's own folder; what it throws says what is wrong. */
    @FunctionalInterface
    interface Body {
        Finding run(CheckFolder folder) throws Exception;
    }
}
