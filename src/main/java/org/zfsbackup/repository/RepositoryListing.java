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

/** The objects of a repository, listed once and compared with a map. What is stored later is not in it. */
public final class RepositoryListing {
    private static final Pattern CHUNK = Pattern.compile("(" + BackupMap.ID + ")\\.[0-9]{6,}");

    private final Repository target;
    private final List<StoredObject> chunks;
    private final Set<String> records = new HashSet<>();
    /** Backups that are being written, or whose deletion is not finished. */
    private final Set<String> unfinished = new HashSet<>();

    private final Set<String> unfinishedChunks = new HashSet<>();
    private final List<Deletions.Deletion> deletions;

    /**
     * Lists chunks first and pending records last, because a backup that starts meanwhile has a pending record before
     * it has a chunk.
     *
     * @throws IOException if a folder cannot be listed
     */
    public RepositoryListing(Repository target) throws IOException {
        this.target = target;
        this.chunks = target.store().list(target.chunks());
        ids(target.backups(), target.store().list(target.backups()), records);
        List<StoredObject> pending = target.store().list(target.pending());
        ids(target.pending(), pending, unfinished);
        for (String id : unfinished) {
            new PendingRecords(target)
                    .read(id)
                    .ifPresent(record ->
                            unfinishedChunks.addAll(record.entry().content().paths()));
        }
        deletions = new Deletions(target).unfinished(pending);
        for (Deletions.Deletion deletion : deletions) {
            unfinished.addAll(deletion.ids());
            unfinishedChunks.addAll(deletion.chunks());
        }
    }

    private static void ids(String folder, List<StoredObject> listed, Set<String> found) {
        for (StoredObject object : listed) {
            String file = object.nameIn(folder);
            if (!Deletions.isDeletionRecord(file)) {
                RecordFiles.id(file).ifPresent(found::add);
            }
        }
    }

    /** Returns the IDs of backups that have a record but are not in the map, and that nobody is writing or deleting. */
    public List<String> recordsWithout(BackupMap map) {
        Set<String> known = map.ids();
        return records.stream()
                .filter(id -> !known.contains(id) && !unfinished.contains(id))
                .sorted()
                .toList();
    }

    /**
     * Returns the chunks of backups that neither the map nor a record knows: the IDs in their names, and how many there
     * are of each.
     */
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

    /**
     * Returns the deletions that have not taken effect: they are being started, or were interrupted. Their backups are
     * still complete.
     */
    public List<Deletions.Deletion> deletionsWithoutEffect(BackupMap map) {
        Set<String> known = map.ids();
        return deletions.stream()
                .filter(deletion ->
                        deletion.ids().isEmpty() || deletion.ids().stream().anyMatch(known::contains))
                .toList();
    }

    /** Returns the IDs of backups that are being written, or that an interrupted run or deletion has left. */
    public Set<String> unfinished() {
        return Set.copyOf(unfinished);
    }
}
