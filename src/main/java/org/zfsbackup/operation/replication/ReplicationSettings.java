package org.zfsbackup.operation.replication;

import org.zfsbackup.operation.Recursion;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.zfs.DatasetName;

/**
 * What one run replicates.
 *
 * @param choice what is sent, and in which form
 * @param scope which datasets below the source go too
 * @param keepBase what a run leaves at the source of the newest snapshot that both sides have
 */
public record ReplicationSettings(
        DatasetName source, DatasetName destination, ReplicationChoice choice, Scope scope, BaseRetention keepBase) {
    /**
     * The datasets of a run.
     *
     * @param recursion how the datasets below the source go
     * @param selection which of them go, if each has streams of its own
     * @param parallel how many datasets are sent at the same time, if each has streams of its own; 1 or more
     */
    public record Scope(Recursion recursion, DatasetSelection selection, int parallel) {}

    /** Whether streams carry the properties of their datasets: streams with children always do. */
    boolean withProperties() {
        return scope.recursion() == Recursion.TRUE || choice.form().properties();
    }
}
