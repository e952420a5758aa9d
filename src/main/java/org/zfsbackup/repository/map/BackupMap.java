package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

/** All backups of one target and prefix, by dataset, in the order in which they were made. Immutable. */
public record BackupMap(Map<DatasetName, Backups> datasets) {
    public static final BackupMap EMPTY = new BackupMap(Map.of());

    /** The pattern of a backup's ID, which is a part of the names of objects. */
    public static final String ID = "[A-Za-z0-9_-]{1,100}";

    /**
     * The backups of one dataset.
     *
     * @param unknown keys beside {@code snapshots} that are not ours: kept as they are
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

    public List<BackupEntry> of(DatasetName dataset) {
        Backups backups = datasets.get(dataset);
        return backups == null ? List.of() : backups.entries();
    }

    /** The part of the map that is about one dataset, or one snapshot of it. */
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

    public BackupMap with(DatasetName dataset, BackupEntry entry) {
        List<BackupEntry> entries = new ArrayList<>(of(dataset));
        entries.add(entry);
        return replaced(dataset, entries);
    }

    public BackupMap without(DatasetName dataset, Set<BackupEntry> gone) {
        return replaced(
                dataset,
                of(dataset).stream().filter(entry -> !gone.contains(entry)).toList());
    }

    private BackupMap replaced(DatasetName dataset, List<BackupEntry> entries) {
        Map<DatasetName, Backups> changed = new LinkedHashMap<>(datasets);
        Backups before = datasets.get(dataset);
        changed.put(dataset, new Backups(entries, before == null ? Map.of() : before.unknown()));
        return new BackupMap(changed);
    }

    /** The IDs of all backups that have one. */
    public Set<String> ids() {
        return datasets.values().stream()
                .flatMap(backups -> backups.entries().stream())
                .flatMap(entry -> entry.id().stream())
                .collect(Collectors.toSet());
    }

    /** Whether a text can be the ID of a backup, as {@link #ID} says. */
    public static boolean isId(String text) {
        return text.matches(ID);
    }

    /** Every chunk that some backup needs, by its path. */
    public Set<String> chunkPaths() {
        return datasets.values().stream()
                .flatMap(backups -> backups.entries().stream())
                .flatMap(entry -> entry.content().paths().stream())
                .collect(Collectors.toSet());
    }
}
