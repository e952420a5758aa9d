package org.zfsbackup.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupDetails;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;

/**
 * The backups of a dataset, and of those below it, that are inside recursive backups of a dataset above. Each is described
 * by an entry, as if the dataset had been backed up by itself.
 */
public final class InnerBackups {
    /** Finds the datasets in the stream of a recursive backup. */
    @FunctionalInterface
    public interface Contents {
        /** Returns the datasets, or none if they are not recorded. */
        List<RecordedDataset> of(BackupEntry recursive);
    }

    /**
     * A stored backup.
     *
     * @param dataset the dataset that was backed up
     * @param entry the backup
     */
    public record Whole(DatasetName dataset, BackupEntry entry) {}

    private final DatasetName root;
    private final Map<BackupEntry, Whole> wholes = new HashMap<>();
    private BackupMap map = BackupMap.EMPTY;

    private InnerBackups(DatasetName root) {
        this.root = root;
    }

    /**
     * Finds the backups.
     *
     * @param map the map of the repository
     * @param root the dataset; it and those below it are looked for
     * @param contents asked once for each recursive backup of a dataset above
     */
    public static InnerBackups find(BackupMap map, DatasetName root, Contents contents) {
        InnerBackups inner = new InnerBackups(root);
        map.datasets().forEach((above, backups) -> {
            if (root.isBelow(above)) {
                backups.entries().stream()
                        .filter(entry -> entry.details().recursive())
                        .forEach(entry -> inner.add(new Whole(above, entry), contents.of(entry)));
            }
        });
        return inner;
    }

    private void add(Whole whole, List<RecordedDataset> datasets) {
        for (RecordedDataset dataset : datasets) {
            DatasetName name = dataset.below(whole.dataset());
            if (name.equals(root) || name.isBelow(root)) {
                BackupEntry entry = entry(whole.entry(), dataset);
                wholes.put(entry, whole);
                map = map.with(name, entry);
            }
        }
    }

    /** A clone names no backup that it builds on, because any dataset of the pool may have its origin. */
    private static BackupEntry entry(BackupEntry whole, RecordedDataset dataset) {
        Optional<SnapshotRef> base = dataset.base()
                .map(guid ->
                        new SnapshotRef(whole.parent().map(SnapshotRef::name).orElse(""), Optional.of(guid)));
        Optional<SnapshotRef> origin =
                dataset.origin().map(guid -> new SnapshotRef(guid.toString(), Optional.of(guid)));
        BackupDetails details = whole.details()
                .withRecursive(false)
                .withNewClone(origin.isPresent())
                .withParentId(base.flatMap(found -> whole.details().parentId()))
                .withParentDataset(Optional.empty())
                .withUnknown(new LinkedHashMap<>());
        return new BackupEntry(
                whole.id(),
                new SnapshotRef(whole.snapshot().name(), Optional.of(dataset.guid())),
                base.or(() -> origin),
                whole.content(),
                details);
    }

    /** Returns a map of these backups alone. */
    public BackupMap map() {
        return map;
    }

    /** Returns the plan with the stored backups from which its steps are taken. */
    public RestorePlan taken(RestorePlan plan) {
        return plan instanceof RestorePlan.Receive receive
                ? new RestorePlan.Receive(
                        receive.steps().stream().map(this::taken).toList())
                : plan;
    }

    private RestoreStep taken(RestoreStep step) {
        Whole whole = wholes.get(step.entry());
        return whole == null ? step : step.takenFrom(whole);
    }
}
