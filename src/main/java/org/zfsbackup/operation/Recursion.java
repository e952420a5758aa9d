package org.zfsbackup.operation;

/** How the datasets below one go with it. */
public enum Recursion {
    /** They do not. */
    FALSE,
    /** In its own streams ({@code send -R}). */
    TRUE,
    /** Each for itself, with snapshots, streams and failures of its own. */
    EACH
}
