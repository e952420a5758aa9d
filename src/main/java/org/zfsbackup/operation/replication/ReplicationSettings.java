package org.zfsbackup.operation.replication;

import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.zfs.DatasetName;

/**
 * What one run replicates.
 *
 * @param source the dataset at the source
 * @param destination the dataset at the destination
 * @param choice what is sent, and in which form
 * @param scope which datasets below the source are included
 * @param keepBase how the newest common snapshot is kept as a base at the source
 */
public record ReplicationSettings(
        DatasetName source, DatasetName destination, ReplicationChoice choice, Scope scope, BaseRetention keepBase) {
    /**
     * The datasets of a run.
     *
     * @param recursion how the datasets below the source are included
     * @param selection which of them, if each has streams of its own
     * @param parallel the number of datasets that are sent at the same time, if each has streams of its own; at least 1
     */
    public record Scope(Recursion recursion, DatasetSelection selection, int parallel) {}

    /** Whether streams contain the properties of their datasets; recursive streams always do. */
    boolean withProperties() {
        return scope.recursion() == Recursion.TRUE || choice.form().properties();
    }
}
