package org.zfsbackup.plan.replication;

/** How the snapshots after the base are sent. */
public enum IncrementalSteps {
    /** One stream for each snapshot. */
    EACH,
    /** One stream to the last snapshot; the destination does not get those in between. */
    LAST,
    /** One stream with all snapshots ({@code -I}). */
    TOGETHER
}
