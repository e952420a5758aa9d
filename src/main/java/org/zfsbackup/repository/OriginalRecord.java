package org.zfsbackup.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.zfs.DatasetName;

/**
 * Keeps the original program's entries in a record. They have none of their own, so one is written before this program
 * first adds a backup to such a map.
 */
public final class OriginalRecord {
    /** The name of that record, in place of an ID. */
    public static final String NAME = "original";

    private OriginalRecord() {}

    /** Writes the record if the map has entries of the original program and the record does not exist. */
    public static void keep(Repository target, BackupMap map) throws IOException {
        BackupMap originals = of(map);
        String name = target.backup(NAME);
        if (originals.size() > 0 && target.store().stat(name).isEmpty()) {
            target.write(name, MapJson.write(originals));
        }
    }

    /** Writes the record again, if it exists, after entries were removed from the map. */
    public static void update(Repository target, BackupMap map) throws IOException {
        BackupMap originals = of(map);
        String name = target.backup(NAME);
        if (originals.size() == 0) {
            target.store().delete(name);
        } else if (target.store().stat(name).isPresent()) {
            target.write(name, MapJson.write(originals));
        }
    }

    private static BackupMap of(BackupMap map) {
        Map<DatasetName, BackupMap.Backups> originals = new LinkedHashMap<>();
        map.datasets().forEach((dataset, backups) -> {
            List<BackupEntry> entries = new ArrayList<>(backups.entries());
            entries.removeIf(entry -> entry.id().isPresent());
            if (!entries.isEmpty()) {
                originals.put(dataset, new BackupMap.Backups(entries, backups.unknown()));
            }
        });
        return new BackupMap(originals);
    }
}
