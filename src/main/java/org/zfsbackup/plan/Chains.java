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
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.Point;
import org.zfsbackup.zfs.Guid;

/**
 * The backups of one dataset, and how they build on each other.
 *
 * <p>A parent is found by its GUID; by name only where the map has no GUID for it. Of several backups of the same
 * snapshot the one that is nearest before in the map counts.
 */
public final class Chains {
    private static final int MISSING = -1;
    private static final int FULL = -2;

    private final List<BackupEntry> entries;
    private final Map<BackupEntry, Integer> indexes = new HashMap<>();
    private final Map<Guid, List<Integer>> byGuid = new HashMap<>();
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final int[] parents;
    private final Map<Integer, List<Integer>> children = new HashMap<>();
    private final Set<Integer> whole;

    public Chains(List<BackupEntry> entries) {
        this.entries = List.copyOf(entries);
        for (int i = 0; i < entries.size(); i++) {
            int index = i;
            Point point = entries.get(i).snapshot();
            indexes.put(entries.get(i), i);
            point.guid().ifPresent(guid -> byGuid.computeIfAbsent(guid, key -> new ArrayList<>())
                    .add(index));
            byName.computeIfAbsent(point.name(), key -> new ArrayList<>()).add(index);
        }
        parents = new int[entries.size()];
        for (int i = 0; i < parents.length; i++) {
            Optional<Point> parent = entries.get(i).parent();
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

    private int parentOf(int child, Point parent) {
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
        return candidates.stream()
                .filter(index -> index < child)
                .reduce((first, second) -> second)
                .or(() -> candidates.stream().findFirst())
                .orElse(MISSING);
    }
}
