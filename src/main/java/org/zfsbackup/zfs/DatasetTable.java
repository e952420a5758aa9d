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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of {@code zfs get -rHp -o name,property,value} for datasets with their snapshots and bookmarks, line
 * by line. The properties of one object come together; they are dropped when those of the next one begin.
 */
final class DatasetTable {
    /** What ZFS prints for a property that an object does not have. */
    private static final String NONE = "-";

    private final Map<String, Parts> parts = new LinkedHashMap<>();
    private @Nullable String name;
    private final Map<String, String> values = new HashMap<>();

    /** Takes the next line, without its end. */
    void add(String line) throws IOException {
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        if (first < 0 || second < 0 || line.indexOf('\t', second + 1) >= 0) {
            throw new IOException("zfs get printed a line that this program does not understand: " + line);
        }
        if (name == null || !(name.length() == first && line.startsWith(name))) {
            finish();
            name = line.substring(0, first);
        }
        values.put(line.substring(first + 1, second), line.substring(second + 1));
    }

    /** Returns the result after the last line. */
    DatasetTree tree(DatasetName root) throws IOException {
        finish();
        TreeMap<DatasetName, DatasetState> datasets = new TreeMap<>();
        for (Parts own : parts.values()) {
            datasets.put(own.dataset, own.state());
        }
        return new DatasetTree(root, datasets);
    }

    private void finish() throws IOException {
        if (name == null) {
            return;
        }
        int mark = Math.max(name.indexOf('@'), name.indexOf('#'));
        String owner = mark < 0 ? name : name.substring(0, mark);
        Parts own = parts.computeIfAbsent(owner, key -> new Parts(new DatasetName(key)));
        if (mark < 0 && !own.properties.isEmpty()) {
            throw new IOException("zfs get printed " + name + " in two places, which this program does not understand");
        } else if (mark < 0) {
            own.properties = Map.copyOf(values);
        } else {
            own.add(name.charAt(mark), name.substring(mark + 1), values);
        }
        values.clear();
        name = null;
    }

    /** Collects what belongs to one dataset. */
    private static final class Parts {
        private record Ordered(Base base, long group) {}

        private final DatasetName dataset;
        private Map<String, String> properties = Map.of();
        private final List<Ordered> ordered = new ArrayList<>();
        private final List<Bookmark> bookmarks = new ArrayList<>();
        private final Set<String> held = new HashSet<>();

        Parts(DatasetName dataset) {
            this.dataset = dataset;
        }

        void add(char mark, String shortName, Map<String, String> values) throws IOException {
            try {
                Guid guid = Guid.parse(values.getOrDefault("guid", ""));
                long group = Long.parseLong(values.getOrDefault("createtxg", ""));
                if (mark == '#') {
                    Bookmark bookmark = new Bookmark(dataset, shortName, guid);
                    bookmarks.add(bookmark);
                    ordered.add(new Ordered(bookmark, group));
                } else {
                    Instant created = Instant.ofEpochSecond(Long.parseLong(values.getOrDefault("creation", "")));
                    ordered.add(new Ordered(new Snapshot(dataset.at(shortName), guid, created, group), group));
                    if (!Set.of(NONE, "0").contains(values.getOrDefault("userrefs", NONE))) {
                        held.add(shortName);
                    }
                }
            } catch (NumberFormatException e) {
                throw new IOException(
                        "zfs get printed no usable creation, guid and createtxg of " + dataset + mark + shortName + ": "
                                + values,
                        e);
            }
        }

        private Optional<String> property(String name) {
            return Optional.ofNullable(properties.get(name)).filter(text -> !text.isEmpty() && !text.equals(NONE));
        }

        /**
         * Orders by transaction group, because clocks may go back. A bookmark counts only if its snapshot no longer
         * exists.
         */
        DatasetState state() {
            ordered.sort(Comparator.comparingLong(Ordered::group));
            Set<Guid> there = new HashSet<>();
            ordered.forEach(item -> {
                if (item.base() instanceof Snapshot) {
                    there.add(item.base().guid());
                }
            });
            return new DatasetState(
                    dataset,
                    Guid.parse(properties.getOrDefault("guid", "0")),
                    "volume".equals(properties.get("type")),
                    !Set.of(NONE, "off").contains(properties.getOrDefault("encryption", NONE)),
                    ordered.stream()
                            .map(Ordered::base)
                            .filter(base -> base instanceof Snapshot || !there.contains(base.guid()))
                            .toList(),
                    bookmarks,
                    held,
                    property("receive_resume_token"),
                    property("origin").map(SnapshotName::parse),
                    property(DatasetQuery.LEFT_OUT).filter("off"::equals).isPresent());
        }
    }
}
