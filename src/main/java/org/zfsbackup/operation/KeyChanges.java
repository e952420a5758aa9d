package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.LocalProperties;

/**
 * Notices that the key of a raw dataset changed between two backups. A restored dataset opens with the key that it had at
 * the restored backup, so after a change a tree may need two keys.
 */
final class KeyChanges {
    /** Finds the record of a backup. */
    @FunctionalInterface
    interface Records {
        /**
         * Returns the record, or nothing if there is none.
         *
         * @throws IOException if the repository fails
         */
        Optional<BackupRecord> of(BackupEntry entry) throws IOException;
    }

    /** What a record says about the key of a dataset. */
    private record Key(DatasetName dataset, DatasetName root, Optional<String> salt) {
        boolean isOwn() {
            return root.equals(dataset);
        }

        /** Does not change if the dataset is renamed together with its root. */
        private String path() {
            return isOwn() ? "" : dataset.value().substring(root.value().length());
        }

        boolean hasRootOf(Key other) {
            return path().equals(other.path());
        }
    }

    private final BackupMap map;
    private final Records records;

    /** @param map the map before the new backup is added */
    KeyChanges(BackupMap map, Records records) {
        this.map = map;
        this.records = records;
    }

    /**
     * Returns sentences for the user about a new backup; none if no key changed.
     *
     * @param parent the backup that it builds on
     * @throws IOException if the records of earlier backups cannot be read
     */
    List<String> of(BackupRecord now, Optional<BackupEntry> parent) throws IOException {
        Optional<Key> key = key(now);
        if (key.isEmpty()) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>();
        Optional<Key> before =
                parent.isPresent() ? records.of(parent.get()).flatMap(KeyChanges::key) : Optional.empty();
        before.flatMap(earlier -> changed(earlier, key.get(), parent.get())).ifPresent(sentences::add);
        olderRoot(key.get()).ifPresent(sentences::add);
        return sentences;
    }

    private static Optional<String> changed(Key before, Key now, BackupEntry parent) {
        String keep =
                ". A restored dataset opens with the key that it had at the restored backup, so keep the old key as"
                        + " long as you keep backups up to @"
                        + parent.snapshot().name();
        if (!before.hasRootOf(now)) {
            return Optional.of("The encryption root of " + now.dataset() + " is " + now.root() + " now, and was "
                    + before.root() + " at its last backup" + keep);
        }
        return now.isOwn() && !before.salt().equals(now.salt())
                ? Optional.of("The key of " + now.dataset() + " was changed since its last backup" + keep)
                : Optional.empty();
    }

    /** A child whose root was not backed up since the change of the key needs another key than the root. */
    private Optional<String> olderRoot(Key child) throws IOException {
        List<BackupEntry> backups = map.of(child.root());
        if (child.isOwn() || backups.isEmpty()) {
            return Optional.empty();
        }
        BackupEntry newest = backups.get(backups.size() - 1);
        return records.of(newest)
                .flatMap(KeyChanges::key)
                .filter(root -> !root.salt().equals(child.salt()))
                .map(root ->
                        "The key of the encryption root " + child.root() + " was changed after its newest backup (@"
                                + newest.snapshot().name() + "). Restored, " + child.root()
                                + " would open with the old key, and "
                                + child.dataset() + " with the new one: take a snapshot of " + child.root()
                                + " and back it up too");
    }

    private static Optional<Key> key(BackupRecord record) {
        return record.datasets().stream()
                .filter(dataset -> dataset.path().isEmpty())
                .findFirst()
                .flatMap(RecordedDataset::properties)
                .flatMap(properties -> key(record.dataset(), properties));
    }

    private static Optional<Key> key(DatasetName dataset, Map<String, String> properties) {
        return Optional.ofNullable(properties.get(LocalProperties.ENCRYPTION_ROOT))
                .map(DatasetName::new)
                .filter(root -> root.equals(dataset) || dataset.isBelow(root))
                .map(root -> new Key(dataset, root, Optional.ofNullable(properties.get(LocalProperties.KEY_SALT))));
    }
}
