package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.map.DamagedMapException;
import org.zfsbackup.map.MapJson;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.FileStore;
import org.zfsbackup.target.StoredObject;
import org.zfsbackup.zfs.DatasetName;

/** Makes a map from the records of the single backups, where the map was lost. */
public final class RebuildMap {
    private final BackupTarget target;

    public RebuildMap(BackupTarget target) {
        this.target = target;
    }

    /** The new map, written; a map that is there and readable is never replaced. */
    public BackupMap rebuild() throws IOException {
        if (isReadable()) {
            throw new IOException("the map " + target.map() + " at "
                    + target.store().uri() + " is there and can be read: nothing has to be rebuilt");
        }
        try (RunLock lock = RunLock.acquire(target)) {
            BackupMap map = merged();
            if (map.datasets().isEmpty()) {
                throw new IOException("there are no records of backups in " + target.backups() + " at "
                        + target.store().uri() + ": no map can be made from them");
            }
            lock.check();
            new MapStore(target).replaceLost(map);
            target.write(target.recipe(), Recipe.of(map, target));
            return map;
        }
    }

    private boolean isReadable() throws IOException {
        try {
            new MapStore(target).load();
            return target.store().stat(target.map()).isPresent();
        } catch (DamagedMapException e) {
            return false;
        }
    }

    /**
     * All records in the order of their snapshots: by time, and within a second by how they build on each other. A
     * record whose chunks are gone is that of a deletion that was broken off.
     */
    private BackupMap merged() throws IOException {
        ReadBackup reader = new ReadBackup(target, PipeContext.plain());
        Map<DatasetName, List<BackupEntry>> datasets = new LinkedHashMap<>();
        for (StoredObject object : target.store().list(target.backups())) {
            String file = object.name().substring(target.backups().length() + 1);
            if (file.startsWith(FileStore.UNFINISHED)) {
                continue;
            }
            BackupMap record = MapJson.read(target.read(object.name()).orElse(new byte[0]));
            record.datasets().forEach((dataset, backups) -> datasets.computeIfAbsent(dataset, key -> new ArrayList<>())
                    .addAll(backups.entries()));
        }
        Map<DatasetName, BackupMap.Backups> sorted = new LinkedHashMap<>();
        for (Map.Entry<DatasetName, List<BackupEntry>> dataset : datasets.entrySet()) {
            List<BackupEntry> entries = new ArrayList<>();
            for (BackupEntry entry : dataset.getValue()) {
                if (isPresent(reader, entry)) {
                    entries.add(entry);
                }
            }
            Chains chains = new Chains(entries);
            entries.sort(Comparator.comparing(BackupEntry::created)
                    .thenComparing(
                            entry -> chains.chainOf(entry).map(List::size).orElse(0)));
            sorted.put(dataset.getKey(), new BackupMap.Backups(entries, Map.of()));
        }
        return new BackupMap(sorted);
    }

    private static boolean isPresent(ReadBackup reader, BackupEntry entry) {
        try {
            reader.checkPresent(entry);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
