package org.zfsbackup.repository;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.StoredObject;

/** The objects at a target as they are listed, compared with a map. One look: what comes later is not in it. */
public final class RepositoryListing {
    private static final Pattern CHUNK = Pattern.compile("(" + BackupMap.ID + ")\\.[0-9]{6,}");
    private static final Pattern RECORD = Pattern.compile("(" + BackupMap.ID + ")\\.json");

    private final Repository target;
    private final List<StoredObject> chunks;
    private final Set<String> records = new HashSet<>();
    /** Backups that are being made, or whose deletion is not finished. */
    private final Set<String> unfinished = new HashSet<>();

    private final Set<String> unfinishedChunks = new HashSet<>();

    /** Chunks first and marks last: a backup that begins meanwhile has a mark before it has a chunk. */
    public RepositoryListing(Repository target) throws IOException {
        this.target = target;
        this.chunks = target.store().list(target.chunks());
        ids(target.backups(), records);
        ids(target.pending(), unfinished);
        for (Deletions.Deletion deletion : new Deletions(target).unfinished()) {
            unfinished.addAll(deletion.ids());
            unfinishedChunks.addAll(deletion.chunks());
        }
    }

    private void ids(String folder, Set<String> found) throws IOException {
        for (StoredObject object : target.store().list(folder)) {
            Matcher name = RECORD.matcher(object.nameIn(folder));
            if (name.matches() && !name.group(1).equals(OriginalRecord.NAME)) {
                found.add(name.group(1));
            }
        }
    }

    /** The IDs of backups that have a record and are not in the map, and that nobody is making or deleting. */
    public List<String> recordsWithout(BackupMap map) {
        Set<String> known = map.ids();
        return records.stream()
                .filter(id -> !known.contains(id) && !unfinished.contains(id))
                .sorted()
                .toList();
    }

    /** How many chunks there are by the ID in their names, of backups that neither the map nor a record knows. */
    public Map<String, Integer> orphans(BackupMap map) {
        Set<String> needed = map.chunkPaths();
        Map<String, Integer> orphans = new TreeMap<>();
        for (StoredObject chunk : chunks) {
            Matcher name = CHUNK.matcher(chunk.nameIn(target.chunks()));
            if (name.matches() && !needed.contains(chunk.name()) && !isUnfinished(name.group(1), chunk.name())) {
                orphans.merge(name.group(1), 1, Integer::sum);
            }
        }
        orphans.keySet().removeAll(recordsWithout(map));
        return new LinkedHashMap<>(orphans);
    }

    private boolean isUnfinished(String id, String name) {
        return unfinished.contains(id) || unfinishedChunks.contains(name);
    }

    /** The IDs of backups that are being made, or that a broken-off run or deletion has left. */
    public Set<String> unfinished() {
        return Set.copyOf(unfinished);
    }
}
