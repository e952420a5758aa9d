package org.zfsbackup.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.repository.map.BackupDetails;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.SnapshotOrder;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/**
 * The backups of one dataset, and how they build on each other. Immutable.
 *
 * <p>A parent is found by its ID, or by the GUID of its snapshot if the entry has no ID for it, or by name only if the
 * map has no GUID for it. If a snapshot has several backups, the nearest earlier one in the map counts; for a recursive
 * backup, the nearest earlier recursive one if there is any. The chain of a clone, or of a dataset that was renamed or
 * promoted, begins in the backups of another dataset.
 */
public final class Chains {
    private static final int MISSING = -1;
    private static final int FULL = -2;

    /** The backups of one dataset, which have the indexes from {@code from} to {@code to}, exclusively. */
    private record Section(
            DatasetName dataset,
            int from,
            int to,
            Map<Guid, List<Integer>> byGuid,
            Map<String, List<Integer>> byName) {}

    /** The name of a dataset that does not matter. */
    private static final DatasetName UNNAMED = new DatasetName("unnamed");

    /** First those of the dataset itself, then those of the other datasets on which they build. */
    private final List<BackupEntry> all = new ArrayList<>();

    private final List<Section> sections = new ArrayList<>();
    private final Map<BackupEntry, Integer> indexes = new HashMap<>();
    private final Map<String, Integer> byId = new HashMap<>();
    private final int possibleBases;
    private final int[] parents;
    private final Map<Integer, List<Integer>> children = new HashMap<>();
    private final Set<Integer> whole;

    /**
     * Finds the parent of each backup.
     *
     * @param entries the backups of one dataset, in the order of the map
     */
    public Chains(List<BackupEntry> entries) {
        this(BackupMap.EMPTY, UNNAMED, entries, List.of());
    }

    private Chains(BackupMap map, DatasetName dataset, List<BackupEntry> entries, Collection<DatasetName> alsoBasesIn) {
        add(dataset, entries);
        alsoBasesIn.stream()
                .filter(other -> !other.equals(dataset))
                .distinct()
                .forEach(other -> add(other, map.of(other)));
        possibleBases = all.size();
        for (int i = 0; i < all.size(); i++) {
            Optional<DatasetName> other = all.get(i).details().parentDataset();
            if (other.isPresent()
                    && sections.stream().noneMatch(section -> section.dataset().equals(other.get()))) {
                add(other.get(), map.of(other.get()));
            }
        }
        parents = new int[all.size()];
        for (Section section : sections) {
            for (int i = section.from(); i < section.to(); i++) {
                Optional<SnapshotRef> parent = all.get(i).parent();
                parents[i] = parent.isPresent() && !isLooseClone(all.get(i))
                        ? indexOf(parentOf(section, i, parent.get()))
                        : FULL;
                children.computeIfAbsent(parents[i], key -> new ArrayList<>()).add(i);
            }
        }
        whole = whole();
    }

    /**
     * Finds the parent of each backup of a dataset in a map.
     *
     * @param map the whole map: a backup may build on that of another dataset
     */
    public static Chains of(BackupMap map, DatasetName dataset) {
        return of(map, dataset, List.of());
    }

    /**
     * Finds the parent of each backup of a dataset in a map.
     *
     * @param map the whole map
     * @param alsoBasesIn other datasets with backups on which a backup of this one could build
     */
    public static Chains of(BackupMap map, DatasetName dataset, Collection<DatasetName> alsoBasesIn) {
        return new Chains(map, dataset, map.of(dataset), alsoBasesIn);
    }

    /** A new clone that names no backup of its origin comes out of a recursive backup, and begins a chain. */
    private static boolean isLooseClone(BackupEntry entry) {
        BackupDetails details = entry.details();
        return details.newClone()
                && details.parentId().isEmpty()
                && details.parentDataset().isEmpty();
    }

    private void add(DatasetName dataset, List<BackupEntry> entries) {
        int from = all.size();
        Section section = new Section(dataset, from, from + entries.size(), new HashMap<>(), new HashMap<>());
        for (BackupEntry entry : entries) {
            int index = all.size();
            SnapshotRef point = entry.snapshot();
            all.add(entry);
            indexes.put(entry, index);
            entry.id().ifPresent(id -> byId.put(id, index));
            point.guid().ifPresent(guid -> section.byGuid()
                    .computeIfAbsent(guid, key -> new ArrayList<>())
                    .add(index));
            section.byName()
                    .computeIfAbsent(point.name(), key -> new ArrayList<>())
                    .add(index);
        }
        sections.add(section);
    }

    private Section own() {
        return sections.get(0);
    }

    /** Returns every entry whose chain reaches a full one, found from the full ones upwards. */
    private Set<Integer> whole() {
        Set<Integer> found = new HashSet<>();
        Deque<Integer> edge = new ArrayDeque<>(children.getOrDefault(FULL, List.of()));
        while (!edge.isEmpty()) {
            int index = edge.remove();
            if (found.add(index)) {
                edge.addAll(children.getOrDefault(index, List.of()));
            }
        }
        return found;
    }

    /** Returns the backups in the order of the map. */
    public List<BackupEntry> entries() {
        return Collections.unmodifiableList(all.subList(own().from(), own().to()));
    }

    /** Returns the dataset whose backup this is, which for the beginning of a clone's chain is another one. */
    public DatasetName datasetOf(BackupEntry entry) {
        int index = indexOf(entry);
        return sections.stream()
                .filter(section -> index >= section.from() && index < section.to())
                .findFirst()
                .orElse(own())
                .dataset();
    }

    /** Returns whether this is a backup of the dataset itself. */
    public boolean isOwn(BackupEntry entry) {
        int index = indexOf(entry);
        return index >= own().from() && index < own().to();
    }

    /** Returns whether all backups that this one needs exist. */
    public boolean isWhole(BackupEntry entry) {
        return whole.contains(indexOf(entry));
    }

    /** Returns the backups that this one needs, the full one first and this one last, or nothing if one is missing. */
    public Optional<List<BackupEntry>> chainOf(BackupEntry entry) {
        if (!isWhole(entry)) {
            return Optional.empty();
        }
        List<BackupEntry> chain = new ArrayList<>();
        for (int index = indexOf(entry); index != FULL; index = parents[index]) {
            chain.add(all.get(index));
        }
        Collections.reverse(chain);
        return Optional.of(chain);
    }

    /** Returns the backup on which this one builds, or nothing if this one is full or that one is missing. */
    public Optional<BackupEntry> parentOf(BackupEntry entry) {
        int index = indexOf(entry);
        return index >= 0 && parents[index] >= 0 ? Optional.of(all.get(parents[index])) : Optional.empty();
    }

    /** Returns the backups that build directly on this one. */
    public List<BackupEntry> childrenOf(BackupEntry entry) {
        int index = indexOf(entry);
        return index == MISSING
                ? List.of()
                : children.getOrDefault(index, List.of()).stream().map(all::get).toList();
    }

    private int indexOf(BackupEntry entry) {
        return indexes.getOrDefault(entry, MISSING);
    }

    /** If a map has the same entry twice, the last one stands for both. */
    private int indexOf(int index) {
        return index == MISSING ? MISSING : indexOf(all.get(index));
    }

    /**
     * Returns the backup on which a backup of a later snapshot would build: the last restorable one of this snapshot,
     * or nothing if there is none.
     *
     * <p>The backups of the dataset itself come first, then those of the other datasets that were named.
     *
     * @param recursive whether it must hold the datasets below too
     */
    public Optional<BackupEntry> baseFor(Base base, boolean recursive) {
        List<Integer> candidates = new ArrayList<>();
        for (Section section : sections) {
            if (section.to() <= possibleBases && candidates.stream().noneMatch(whole::contains)) {
                candidates.addAll(section.byGuid().getOrDefault(base.guid(), List.of()));
            }
        }
        if (base instanceof Snapshot snapshot) {
            own().byName().getOrDefault(base.shortName(), List.of()).stream()
                    .filter(index -> all.get(index).snapshot().guid().isEmpty())
                    .filter(index -> all.get(index).isOf(snapshot))
                    .forEach(candidates::add);
        }
        return candidates.stream()
                .filter(whole::contains)
                .map(all::get)
                .filter(entry -> entry.details().recursive() || !recursive)
                .reduce((first, second) -> second);
    }

    /**
     * Returns whether the first backup is of a newer snapshot than the second, which comes later in the map. A snapshot
     * on which others were sent is older than they are. Otherwise the transaction groups decide if both are of the same
     * dataset, and the order of the map if not.
     */
    public boolean isNewer(BackupEntry first, BackupEntry second) {
        Optional<Guid> guid = first.snapshot().guid();
        Optional<Guid> other = second.snapshot().guid();
        if (guid.isPresent() && guid.equals(other)) {
            return false;
        }
        if (isOn(second, first)) {
            return false; // the usual case, which takes one step
        }
        if (isOn(first, second)) {
            return true;
        }
        Optional<SnapshotOrder> born = first.details().birth();
        Optional<SnapshotOrder> later = second.details().birth();
        return born.isPresent()
                && later.isPresent()
                && born.get().dataset().equals(later.get().dataset())
                && born.get().createtxg() > later.get().createtxg();
    }

    /**
     * Returns whether the first backup's snapshot was sent on the second one's, over any number of steps and in any
     * chain.
     */
    private boolean isOn(BackupEntry entry, BackupEntry other) {
        Optional<Guid> wanted = other.snapshot().guid();
        int index = indexOf(entry);
        for (int steps = 0; index >= 0 && steps < parents.length; steps++) {
            index = parents[index];
            if (index >= 0
                    && (index == indexOf(other)
                            || (wanted.isPresent()
                                    && all.get(index).snapshot().guid().equals(wanted)))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the full backup of the chain to which this one belongs, or nothing if the chain is incomplete. */
    public Optional<BackupEntry> firstOf(BackupEntry entry) {
        return chainOf(entry).map(chain -> chain.get(0));
    }

    private int parentOf(Section section, int child, SnapshotRef parent) {
        Optional<String> id = all.get(child).details().parentId();
        if (id.isPresent()) {
            int named = byId.getOrDefault(id.get(), MISSING);
            return named == child ? MISSING : named;
        }
        List<Integer> candidates = new ArrayList<>();
        parent.guid().ifPresent(guid -> candidates.addAll(section.byGuid().getOrDefault(guid, List.of())));
        if (candidates.isEmpty()) {
            for (int index : section.byName().getOrDefault(parent.name(), List.of())) {
                if (parent.guid().isEmpty() || all.get(index).snapshot().guid().isEmpty()) {
                    candidates.add(index);
                }
            }
        }
        candidates.removeIf(index -> index == child);
        boolean recursive = all.get(child).details().recursive();
        if (recursive
                && candidates.stream()
                        .anyMatch(index -> all.get(index).details().recursive())) {
            candidates.removeIf(index -> !all.get(index).details().recursive());
        }
        return candidates.stream()
                .filter(index -> index < child)
                .reduce((first, second) -> second)
                .or(() -> candidates.stream().findFirst())
                .orElse(MISSING);
    }
}
