package org.zfsbackup.plan.replication;

import java.util.Optional;

/**
 * What a user wants to replicate, and how.
 *
 * @param last the name of the snapshot to end with; the newest if empty
 * @param recursive whether to send replication streams with all datasets below ({@code -R})
 * @param increments how the snapshots after the base are sent
 * @param newReplica whether to start a new replica although another dataset at the destination holds the same snapshots
 * @param force whether to roll back changes since the replica's newest snapshot, and to replace a destination without
 *     snapshots ({@code receive -F})
 * @param form the form of the streams
 */
public record ReplicationChoice(
        Optional<String> last,
        boolean recursive,
        IncrementalSteps increments,
        boolean newReplica,
        boolean force,
        SendFormatPreference form) {
    /** The same for the streams after the first one, which follow a snapshot that has arrived. */
    public ReplicationChoice afterFirst() {
        return new ReplicationChoice(last, recursive, increments, newReplica, false, form);
    }
}
