package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Optional;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.OtherPrefixes;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupMap;

/** Lists the backups at a target. */
public final class ListBackups {
    private ListBackups() {}

    /**
     * The map; empty if nothing was backed up yet. Changes nothing.
     *
     * @throws IOException if the map is damaged or the target fails
     */
    public static BackupMap list(Repository target) throws IOException {
        return new BackupIndex(target).load();
    }

    /**
     * The map, for an operation that needs backups. It may still lack the wanted one.
     *
     * @throws IOException if the map is damaged or the target fails, or if there are no backups, but other prefixes have
     *     some, which it then names
     */
    public static BackupMap expected(Repository target) throws IOException {
        BackupMap map = list(target);
        Optional<String> elsewhere = elsewhere(target, map);
        if (elsewhere.isPresent()) {
            throw new IOException(elsewhere.get());
        }
        return map;
    }

    /**
     * A sentence that names the prefixes that have backups, if this map has none.
     *
     * @param map the map of the target
     */
    public static Optional<String> elsewhere(Repository target, BackupMap map) {
        boolean empty = map.datasets().values().stream()
                .allMatch(backups -> backups.entries().isEmpty());
        return empty ? OtherPrefixes.sentence(target) : Optional.empty();
    }
}
