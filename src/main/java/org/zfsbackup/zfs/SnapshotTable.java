package org.zfsbackup.zfs;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code zfs get -H -p -o name,property,value} prints, as snapshots. */
final class SnapshotTable {
    private record Row(Snapshot snapshot, long createtxg) {}

    private SnapshotTable() {}

    /** The snapshots of the dataset itself, by the transaction group that made them: clocks go back, groups do not. */
    static List<Snapshot> parse(DatasetName dataset, String table) throws IOException {
        Map<String, Map<String, String>> properties = new LinkedHashMap<>();
        String prefix = dataset + "@";
        for (String line : (Iterable<String>) table.lines()::iterator) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 3) {
                throw new IOException("zfs get printed a line that is not understood: " + line);
            }
            if (fields[0].startsWith(prefix)) {
                properties.computeIfAbsent(fields[0], name -> new HashMap<>()).put(fields[1], fields[2]);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> entry : properties.entrySet()) {
            rows.add(row(dataset.at(entry.getKey().substring(prefix.length())), entry.getValue()));
        }
        rows.sort(Comparator.comparingLong(Row::createtxg));
        return rows.stream().map(Row::snapshot).toList();
    }

    /** The same table with all datasets below: the dataset's own snapshots, and what the others lack of them; bookmarks are none. */
    static SnapshotTree tree(DatasetName dataset, String table) throws IOException {
        List<Snapshot> own = parse(dataset, table);
        Map<String, Set<String>> below = new LinkedHashMap<>();
        for (String line : (Iterable<String>) table.lines()::iterator) {
            String name = line.substring(0, Math.max(0, line.indexOf('\t')));
            int at = name.indexOf('@');
            String owner = at < 0 ? name : name.substring(0, at);
            boolean bookmark = owner.contains("#");
            if (owner.startsWith(dataset + "/") && !bookmark) {
                Set<String> snapshots = below.computeIfAbsent(owner, key -> new HashSet<>());
                if (at >= 0) {
                    snapshots.add(name.substring(at + 1));
                }
            }
        }
        Map<String, DatasetName> lackedBy = new HashMap<>();
        below.forEach((owner, snapshots) -> {
            for (Snapshot snapshot : own) {
                if (!snapshots.contains(snapshot.name().name())) {
                    lackedBy.put(snapshot.name().name(), new DatasetName(owner));
                }
            }
        });
        return new SnapshotTree(own, lackedBy);
    }

    private static Row row(SnapshotName name, Map<String, String> values) throws IOException {
        try {
            Instant created = Instant.ofEpochSecond(number(values, "creation"));
            Guid guid = Guid.parse(values.getOrDefault("guid", ""));
            return new Row(new Snapshot(name, guid, created), number(values, "createtxg"));
        } catch (NumberFormatException e) {
            throw new IOException(
                    "zfs get printed no usable creation, guid and createtxg of " + name + ": " + values, e);
        }
    }

    private static long number(Map<String, String> values, String property) {
        return Long.parseLong(values.getOrDefault(property, ""));
    }
}
