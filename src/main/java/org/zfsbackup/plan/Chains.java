package org.zfsbackup.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.SnapshotOrder;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/**
 * The backups of one dataset, and how they build on each other.
 *
 * <p>A parent is found by its ID; by the GUID of its snapshot if the entry does not name it; by name only if the map has
 * no GUID for it. Of several backups of the same snapshot the one that is nearest before in the map counts, and for a
 * backup with children only one with children.
 */
public final class Chains {
    private static final int MISSING = -1;
    private static final int FULL = -2;

    private final List<BackupEntry> entries;
    private final Map<BackupEntry, Integer> indexes = new HashMap<>();
    private final Map<String, Integer> byId = new HashMap<>();
    private final Map<Guid, List<Integer>> byGuid = new HashMap<>();
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final int[] parents;
    private final Map<Integer, List<Integer>> children = new HashMap<>();
    private final Set<Integer> whole;

    public Chains(List<BackupEntry> entries) {
        this.entries = List.copyOf(entries);
        for (int i = 0; i < entries.size(); i++) {
            int index = i;
            SnapshotRef point = entries.get(i).snapshot();
            indexes.put(entries.get(i), i);
            entries.get(i).id().ifPresent(id -> byId.put(id, index));
            point.guid().ifPresent(guid -> byGuid.computeIfAbsent(guid, key -> new ArrayList<>())
                    .add(index));
            byName.computeIfAbsent(point.name(), key -> new ArrayList<>()).add(index);
        }
        parents = new int[entries.size()];
        for (int i = 0; i < parents.length; i++) {
            Optional<SnapshotRef> parent = entries.get(i).parent();
            parents[i] = parent.isPresent() ? indexOf(parentOf(i, parent.get())) : FULL;
            children.computeIfAbsent(parents[i], key -> new ArrayList<>()).add(i);
        }
        whole = whole();
    }

    /** Every entry that has a full one below it, found from the full ones upwards. */
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

    public List<BackupEntry> entries() {
        return entries;
    }

    /** Whether all backups that are needed for this one are there. */
    public boolean isWhole(BackupEntry entry) {
        return whole.contains(indexOf(entry));
    }

    /** The backups that are needed for this one, the full one first, itself last; nothing where one is missing. */
    public Optional<List<BackupEntry>> chainOf(BackupEntry entry) {
        if (!isWhole(entry)) {
            return Optional.empty();
        }
        List<BackupEntry> chain = new ArrayList<>();
        for (int index = indexOf(entry); index != FULL; index = parents[index]) {
            chain.add(entries.get(index));
        }
        Collections.reverse(chain);
        return Optional.of(chain);
    }

    /** The backup that this one builds on; nothing for a full one, and if it is missing. */
    public Optional<BackupEntry> parentOf(BackupEntry entry) {
        int index = indexOf(entry);
        return index >= 0 && parents[index] >= 0 ? Optional.of(entries.get(parents[index])) : Optional.empty();
    }

    /** The backups that build on this one directly. */
    public List<BackupEntry> childrenOf(BackupEntry entry) {
        int index = indexOf(entry);
        return index == MISSING
                ? List.of()
                : children.getOrDefault(index, List.of()).stream()
                        .map(entries::get)
                        .toList();
    }

    private int indexOf(BackupEntry entry) {
        return indexes.getOrDefault(entry, MISSING);
    }

    /** The same entry may stand in a map twice: then the last one stands for both. */
    private int indexOf(int index) {
        return index == MISSING ? MISSING : indexOf(entries.get(index));
    }

    /**
     * The backup that one of this snapshot's successors would build on: the last that can be restored; nothing if there is
     * none.
     *
     * @param recursive whether it has to hold the children too
     */
    public Optional<BackupEntry> baseFor(Base base, boolean recursive) {
        List<Integer> candidates = new ArrayList<>(byGuid.getOrDefault(base.guid(), List.of()));
        if (base instanceof Snapshot snapshot) {
            byName.getOrDefault(base.shortName(), List.of()).stream()
                    .filter(index -> entries.get(index).snapshot().guid().isEmpty())
                    .filter(index -> entries.get(index).isOf(snapshot))
                    .forEach(candidates::add);
        }
        return candidates.stream()
                .filter(whole::contains)
                .map(entries::get)
                .filter(entry -> entry.details().recursive() || !recursive)
                .reduce((first, second) -> second);
    }

    /**
     * Whether the first of two backups is of a newer snapshot than the second, which stands behind it in the map. A snapshot
     * that others were sent on is older than they are; else the transaction group tells, if both are of the same dataset;
     * else the map's own order.
     */
    public boolean isNewer(BackupEntry first, BackupEntry second) {
        Optional<Guid> one = first.snapshot().guid();
        Optional<Guid> other = second.snapshot().guid();
        if (one.isPresent() && one.equals(other)) {
            return false;
        }
        if (isOn(second, first)) {
            return false; // the common case, which one step finds
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

    /** Whether the snapshot of the one was sent, over any number of steps, on the snapshot of the other, in any chain. */
    private boolean isOn(BackupEntry one, BackupEntry other) {
        Optional<Guid> wanted = other.snapshot().guid();
        int index = indexOf(one);
        for (int steps = 0; index >= 0 && steps < parents.length; steps++) {
            index = parents[index];
            if (index >= 0
                    && (index == indexOf(other)
                            || (wanted.isPresent()
                                    && entries.get(index).snapshot().guid().equals(wanted)))) {
                return true;
            }
        }
        return false;
    }

    /** The first backup of the chain that this one belongs to; nothing if the chain is not whole. */
    public Optional<BackupEntry> firstOf(BackupEntry entry) {
        return chainOf(entry).map(chain -> chain.get(0));
    }

    private int parentOf(int child, SnapshotRef parent) {
        Optional<String> id = entries.get(child).details().parentId();
        if (id.isPresent()) {
            int named = byId.getOrDefault(id.get(), MISSING);
            return named == child ? MISSING : named;
        }
        List<Integer> candidates = new ArrayList<>();
        parent.guid().ifPresent(guid -> candidates.addAll(byGuid.getOrDefault(guid, List.of())));
        if (candidates.isEmpty()) {
            for (int index : byName.getOrDefault(parent.name(), List.of())) {
                if (parent.guid().isEmpty()
                        || entries.get(index).snapshot().guid().isEmpty()) {
                    candidates.add(index);
                }
            }
        }
        candidates.removeIf(index -> index == child);
        boolean recursive = entries.get(child).details().recursive();
        if (recursive
                && candidates.stream()
                        .anyMatch(index -> entries.get(index).details().recursive())) {
            candidates.removeIf(index -> !entries.get(index).details().recursive());
        }
        return candidates.stream()
                .filter(index -> index < child)
                .reduce((first, second) -> second)
                .or(() -> candidates.stream().findFirst())
                .orElse(MISSING);
    }
}
