package org.zfsbackup.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.chunk.DamagedChunkException;
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
    private static final Logger LOG = LoggerFactory.getLogger(RebuildMap.class);

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

    private BackupMap merged() throws IOException {
        Map<DatasetName, BackupMap.Backups> datasets = new LinkedHashMap<>();
        for (StoredObject object : target.store().list(target.backups())) {
            String file = object.name().substring(target.backups().length() + 1);
            if (!file.startsWith(FileStore.UNFINISHED)) {
                record(object.name())
                        .datasets()
                        .forEach((dataset, backups) -> datasets.merge(dataset, backups, RebuildMap::joined));
            }
        }
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset : datasets.entrySet()) {
            BackupMap.Backups backups = dataset.getValue();
            dataset.setValue(new BackupMap.Backups(inOrder(present(backups.entries())), backups.unknown()));
        }
        return new BackupMap(datasets);
    }

    private BackupMap record(String name) throws IOException {
        try {
            return MapJson.read(target.read(name).orElse(new byte[0]));
        } catch (DamagedMapException e) {
            throw new DamagedMapException(
                    "the record " + name + " at " + target.store().uri() + " cannot be used: " + e.getMessage()
                            + ". Nothing was changed. Move it away to make a map from the others");
        }
    }

    private static BackupMap.Backups joined(BackupMap.Backups one, BackupMap.Backups other) {
        List<BackupEntry> entries = new ArrayList<>(one.entries());
        entries.addAll(other.entries());
        Map<String, JsonNode> unknown = new LinkedHashMap<>(one.unknown());
        unknown.putAll(other.unknown());
        return new BackupMap.Backups(entries, unknown);
    }

    /** By the time of the snapshot; those of one second by their place in the chain. */
    private static List<BackupEntry> inOrder(List<BackupEntry> entries) {
        Chains chains = new Chains(entries);
        return entries.stream()
                .sorted(Comparator.comparing(BackupEntry::created)
                        .thenComparing(
                                entry -> chains.chainOf(entry).map(List::size).orElse(0)))
                .toList();
    }

    /** A record whose chunks are gone is that of a deletion that was broken off. */
    private List<BackupEntry> present(List<BackupEntry> entries) throws IOException {
        ReadBackup reader = new ReadBackup(target, PipeContext.plain());
        List<BackupEntry> present = new ArrayList<>();
        for (BackupEntry entry : entries) {
            try {
                reader.checkPresent(entry);
                present.add(entry);
            } catch (DamagedChunkException e) {
                LOG.warn("Left out of the new map: the backup of @{}: {}", entry.snapshot(), e.getMessage());
            }
        }
        return present;
    }
}
