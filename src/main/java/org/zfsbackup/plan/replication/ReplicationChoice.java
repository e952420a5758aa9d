package org.zfsbackup.plan.replication;

import java.util.Optional;

/**
 * What a user wants replicated, and how.
 *
 * @param last the name of the snapshot to end at; the newest where it is not named
 * @param recursive a dataset with its children as replication streams ({@code -R})
 * @param anew a new replica, even where another dataset at the destination holds the same snapshots
 * @param force what was written to the replica since its newest snapshot is rolled back, and a destination without
 *     snapshots replaced ({@code receive -F})
 */
public record ReplicationChoice(
        Optional<String> last,
        boolean recursive,
        IncrementalSteps increments,
        boolean anew,
        boolean force,
        SendFormatPreference form) {}
