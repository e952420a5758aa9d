package org.zfsbackup.plan.replication;

/** How the snapshots behind the base are sent. */
public enum IncrementalSteps {
    /** One stream for each. */
    EACH,
    /** One stream to the last; those between are not at the destination. */
    LAST,
    /** One stream with all of them ({@code -I}). */
    TOGETHER
}
