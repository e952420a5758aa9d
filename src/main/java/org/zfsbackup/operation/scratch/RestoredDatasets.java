package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.operation.ReadBackup;
import org.zfsbackup.plan.InnerBackups;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.RecordFiles;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;

/** Finds the datasets that the last step of a restore has brought. */
final class RestoredDatasets {
    private RestoredDatasets() {}

    /**
     * A dataset.
     *
     * @param source the dataset that was backed up
     * @param restored the dataset that was received
     * @param snapshot the snapshot that was backed up
     * @param properties those that were set on the source; empty if nobody recorded them
     */
    record RestoredDataset(
            DatasetName source, DatasetName restored, SnapshotRef snapshot, Optional<Map<String, String>> properties) {}

    /** @param root the dataset to which the step was restored */
    static List<RestoredDataset> of(Repository target, ReadBackup reader, RestoreStep last, DatasetName root)
            throws IOException {
        if (last.entry().details().recursive()) {
            String name = last.entry().snapshot().name();
            return reader.datasets(last.source(), last.entry()).stream()
                    .map(dataset -> new RestoredDataset(
                            dataset.below(last.source()),
                            dataset.below(root),
                            new SnapshotRef(name, Optional.of(dataset.guid())),
                            dataset.properties()))
                    .toList();
        }
        return List.of(new RestoredDataset(last.source(), root, last.entry().snapshot(), properties(target, last)));
    }

    /**
     * Finds the snapshot that was restored. Only the GUID tells whether it is the same; without one, the name has to do.
     *
     * @param state the dataset that has it
     * @param wanted what the backup says of it
     */
    static Optional<Snapshot> snapshot(DatasetState state, SnapshotRef wanted) {
        return wanted.guid().isPresent() ? state.snapshot(wanted.guid().get()) : state.snapshot(wanted.name());
    }

    private static Optional<Map<String, String>> properties(Repository target, RestoreStep step) throws IOException {
        InnerBackups.Whole whole = step.stored();
        return new RecordFiles(target)
                .read(whole.entry()).map(BackupRecord::datasets).orElse(List.of()).stream()
                        .filter(dataset -> dataset.below(whole.dataset()).equals(step.source()))
                        .findFirst()
                        .flatMap(RecordedDataset::properties);
    }
}
