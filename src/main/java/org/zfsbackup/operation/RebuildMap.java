package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.Deletions;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RepositoryListing;
import org.zfsbackup.repository.Reserve;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.zfs.DatasetName;

/**
 * Creates a map from the records of the single backups, if the map is lost or lacks some of them. For one use and one
 * thread.
 */
public final class RebuildMap {
    private final Repository target;
    private final Duration lockTimeout;
    private final List<String> leftOut = new ArrayList<>();

    /** Fails at once if another run has the lock. */
    public RebuildMap(Repository target) {
        this(target, Duration.ZERO);
    }

    /**
     * @param target the repository
     * @param lockTimeout how long to wait for another run on the same repository
     */
    public RebuildMap(Repository target, Duration lockTimeout) {
        this.target = target;
        this.lockTimeout = lockTimeout;
    }

    /**
     * Writes a new map, and reports what is not in it.
     *
     * @throws IOException if the map exists, can be read, and has every backup that has a record, and then nothing is
     *     changed; or if there are no usable records
     */
    public RebuildReport rebuild() throws IOException {
        BackupIndex index = new BackupIndex(target);
        refuseComplete(index);
        try (RunLock lock = Reserve.lock(target, lockTimeout)) {
            BackupMap known = readable(index).orElse(BackupMap.EMPTY);
            BackupMap map = merged(known);
            if (map.datasets().isEmpty()) {
                throw new IOException("there are no records of backups in " + target.backups() + " at "
                        + target.store().uri() + " that can be used, so no map can be created from them"
                        + (leftOut.isEmpty() ? "" : ": " + String.join("; ", leftOut)));
            }
            nameOrphans(map);
            lock.check();
            index.rewrite(map);
            Recipe.write(map, target);
            Reserve.keep(target, map);
            return new RebuildReport(map, leftOut);
        }
    }

    private void refuseComplete(BackupIndex index) throws IOException {
        Optional<BackupMap> known = readable(index);
        if (known.isPresent()
                && known.get().size() > 0
                && !index.isBehind()
                && new RepositoryListing(target).recordsWithout(known.get()).isEmpty()) {
            throw new IOException(
                    "the map " + target.map() + " at " + target.store().uri()
                            + " exists, can be read, and has every backup that has a record: there is nothing"
                            + " to rebuild");
        }
    }

    /** The map, which is empty if it does not exist; no value if it is damaged. */
    private static Optional<BackupMap> readable(BackupIndex index) throws IOException {
        try {
            return Optional.of(index.load());
        } catch (DamagedMapException e) {
            return Optional.empty();
        }
    }

    /** The IDs of unfinished deletions: such backups do not come back. */
    private Set<String> deleted() throws IOException {
        Set<String> ids = new HashSet<>();
        new Deletions(target).unfinished().forEach(deletion -> ids.addAll(deletion.ids()));
        return ids;
    }

    private BackupMap merged(BackupMap known) throws IOException {
        BackupMap all = known;
        Set<String> deleted = deleted();
        for (StoredObject object : target.store().list(target.backups())) {
            String file = object.nameIn(target.backups());
            boolean isRecord = !file.startsWith(DirectoryStore.UNFINISHED)
                    && !object.name().equals(target.recent());
            if (isRecord && !deleted.contains(file.replaceFirst("\\.json$", ""))) {
                all = all.joined(record(object.name()));
            }
        }
        Map<DatasetName, BackupMap.Backups> datasets = new LinkedHashMap<>(all.datasets());
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset : datasets.entrySet()) {
            BackupMap.Backups backups = dataset.getValue();
            List<BackupEntry> present = present(dataset.getKey(), backups.entries());
            dataset.setValue(new BackupMap.Backups(inOrder(present), backups.unknown()));
        }
        return new BackupMap(datasets);
    }

    private BackupMap record(String name) throws IOException {
        try {
            return MapJson.read(target.read(name).orElse(new byte[0]));
        } catch (DamagedMapException e) {
            leftOut.add("the record " + name + " cannot be used: " + e.getMessage());
            return BackupMap.EMPTY;
        }
    }

    /**
     * Each backup after the one that it builds on, otherwise in the order in which they were made: those of the
     * original first, then by ID, which starts with the time of the run.
     */
    static List<BackupEntry> inOrder(List<BackupEntry> entries) {
        List<BackupEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> entry.id().orElse("")));
        Chains chains = new Chains(sorted);
        Set<BackupEntry> placed = new LinkedHashSet<>();
        Deque<BackupEntry> line = new ArrayDeque<>();
        for (BackupEntry entry : sorted) {
            Optional<BackupEntry> next = Optional.of(entry);
            while (next.isPresent() && !placed.contains(next.get()) && !line.contains(next.get())) {
                line.push(next.get());
                next = chains.parentOf(next.get());
            }
            while (!line.isEmpty()) {
                placed.add(line.pop());
            }
        }
        return List.copyOf(placed);
    }

    /** Leaves out records whose chunks are missing. */
    private List<BackupEntry> present(DatasetName dataset, List<BackupEntry> entries) throws IOException {
        ReadBackup reader = new ReadBackup(target, PipeContext.plain());
        List<BackupEntry> present = new ArrayList<>();
        for (BackupEntry entry : entries) {
            try {
                reader.checkPresent(entry);
                present.add(entry);
            } catch (DamagedChunkException | MissingChunkException e) {
                leftOut.add("the backup of " + dataset + "@" + entry.snapshot() + ": " + e.getMessage());
            }
        }
        return present;
    }

    /** Reports chunks without a record, because nobody knows what they contain. */
    private void nameOrphans(BackupMap map) throws IOException {
        new RepositoryListing(target)
                .orphans(map)
                .forEach((id, count) -> leftOut.add(
                        "the chunks " + target.chunks() + "/" + id + ".* (" + count + ") belong to no record"));
    }
}
