package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

/**
 * All backups of one repository, in the order in which they were made. Immutable.
 *
 * @param datasets by dataset
 */
public record BackupMap(Map<DatasetName, Backups> datasets) {
    /** The map of a repository without backups. */
    public static final BackupMap EMPTY = new BackupMap(Map.of());

    /** The pattern of a backup's ID, which is a part of the names of objects. */
    public static final String ID = "[A-Za-z0-9_-]{1,100}";

    /**
     * The backups of one dataset.
     *
     * @param entries in the order in which they were made
     * @param unknown keys beside {@code snapshots} that this program does not know, kept as they are
     */
    public record Backups(List<BackupEntry> entries, Map<String, JsonNode> unknown) {
        public Backups {
            entries = List.copyOf(entries);
            unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        }
    }

    public BackupMap {
        datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
    }

    /**
     * Returns the backups of a dataset, in the order in which they were made; none if the map does not have the
     * dataset.
     */
    public List<BackupEntry> of(DatasetName dataset) {
        Backups backups = datasets.get(dataset);
        return backups == null ? List.of() : backups.entries();
    }

    /** Returns the part of the map about one dataset, or about one snapshot of it. */
    public BackupMap only(Source wanted) {
        Backups backups = datasets.get(wanted.dataset());
        if (backups == null) {
            return EMPTY;
        }
        List<BackupEntry> entries = backups.entries().stream()
                .filter(entry ->
                        wanted.snapshot().map(entry.snapshot().name()::equals).orElse(true))
                .toList();
        return new BackupMap(Map.of(wanted.dataset(), new Backups(entries, backups.unknown())));
    }

    /** Returns the map with one more backup at the end of its dataset. */
    public BackupMap with(DatasetName dataset, BackupEntry entry) {
        List<BackupEntry> entries = new ArrayList<>(of(dataset));
        entries.add(entry);
        return replaced(dataset, entries);
    }

    /** Returns the map without these backups. */
    public BackupMap without(DatasetName dataset, Set<BackupEntry> gone) {
        return replaced(
                dataset,
                of(dataset).stream().filter(entry -> !gone.contains(entry)).toList());
    }

    /** Returns the map without the backups that have one of these IDs, and without datasets of which nothing is left. */
    public BackupMap withoutIds(Set<String> gone) {
        Map<DatasetName, Backups> kept = new LinkedHashMap<>();
        datasets.forEach((dataset, backups) -> {
            List<BackupEntry> entries = backups.entries().stream()
                    .filter(entry -> entry.id().filter(gone::contains).isEmpty())
                    .toList();
            if (!entries.isEmpty() || !backups.unknown().isEmpty()) {
                kept.put(dataset, new Backups(entries, backups.unknown()));
            }
        });
        return new BackupMap(kept);
    }

    /** Returns the map with the backups of another one after its own. What both have is there once. */
    public BackupMap joined(BackupMap other) {
        Map<DatasetName, Backups> all = new LinkedHashMap<>(datasets);
        other.datasets().forEach((dataset, backups) -> all.merge(dataset, backups, BackupMap::joined));
        return new BackupMap(all);
    }

    private static Backups joined(Backups first, Backups other) {
        Set<Object> known = new HashSet<>();
        first.entries().forEach(entry -> known.add(identity(entry)));
        List<BackupEntry> entries = new ArrayList<>(first.entries());
        other.entries().stream().filter(entry -> known.add(identity(entry))).forEach(entries::add);
        Map<String, JsonNode> unknown = new LinkedHashMap<>(first.unknown());
        unknown.putAll(other.unknown());
        return new Backups(entries, unknown);
    }

    /** Entries of the original program have no ID, so they are compared as a whole. */
    private static Object identity(BackupEntry entry) {
        return entry.id().isPresent() ? entry.id().get() : entry;
    }

    /** Returns how many backups there are. */
    public int size() {
        return datasets.values().stream()
                .mapToInt(backups -> backups.entries().size())
                .sum();
    }

    private BackupMap replaced(DatasetName dataset, List<BackupEntry> entries) {
        Map<DatasetName, Backups> changed = new LinkedHashMap<>(datasets);
        Backups before = datasets.get(dataset);
        changed.put(dataset, new Backups(entries, before == null ? Map.of() : before.unknown()));
        return new BackupMap(changed);
    }

    /** Returns the IDs of all backups that have one. */
    public Set<String> ids() {
        return datasets.values().stream()
                .flatMap(backups -> backups.entries().stream())
                .flatMap(entry -> entry.id().stream())
                .collect(Collectors.toSet());
    }

    /** Returns whether a text can be the ID of a backup, as {@link #ID} says. */
    public static boolean isId(String text) {
        return text.matches(ID);
    }

    /** Returns the path of every chunk that some backup needs. */
    public Set<String> chunkPaths() {
        return datasets.values().stream()
                .flatMap(backups -> backups.entries().stream())
                .flatMap(entry -> entry.content().paths().stream())
                .collect(Collectors.toSet());
    }
}
