package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.Collections;
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
    private final List<BackupEntry> entries;
    private final Map<Guid, List<Integer>> byGuid = new HashMap<>();
    private final Map<String, List<Integer>> byName = new HashMap<>();

    public Chains(List<BackupEntry> entries) {
        this.entries = List.copyOf(entries);
        for (int i = 0; i < entries.size(); i++) {
            int index = i;
            Point point = entries.get(i).snapshot();
            point.guid().ifPresent(guid -> byGuid.computeIfAbsent(guid, key -> new ArrayList<>())
                    .add(index));
            byName.computeIfAbsent(point.name(), key -> new ArrayList<>()).add(index);
        }
    }

    public List<BackupEntry> entries() {
        return entries;
    }

    /** The backups that are needed for this one, the full one first, itself last; nothing where one is missing. */
    public Optional<List<BackupEntry>> chainOf(BackupEntry entry) {
        List<BackupEntry> chain = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        int index = entries.lastIndexOf(entry);
        while (index >= 0 && seen.add(index)) {
            BackupEntry current = entries.get(index);
            chain.add(current);
            if (current.parent().isEmpty()) {
                Collections.reverse(chain);
                return Optional.of(chain);
            }
            index = parentOf(index, current.parent().get());
        }
        return Optional.empty();
    }

    /** The backups that build on this one directly. */
    public List<BackupEntry> childrenOf(BackupEntry entry) {
        int wanted = entries.lastIndexOf(entry);
        List<BackupEntry> children = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Optional<Point> parent = entries.get(i).parent();
            if (parent.isPresent() && parentOf(i, parent.get()) == wanted) {
                children.add(entries.get(i));
            }
        }
        return children;
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
                .orElse(-1);
    }
}
