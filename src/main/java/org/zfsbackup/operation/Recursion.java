package org.zfsbackup.operation;

/** How the datasets below a dataset are included. */
public enum Recursion {
    /** Not at all. */
    FALSE,
    /** In the streams of the dataset ({@code send -R}). */
    TRUE,
    /** Each in streams of its own, with its own snapshots and failures. */
    EACH
}
