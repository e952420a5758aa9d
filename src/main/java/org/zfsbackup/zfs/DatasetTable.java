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
 * What {@code zfs get -rHp -o name,property,value} prints of datasets with their snapshots and bookmarks, read line by
 * line: the properties of one thing come one after the other, and are let go as soon as the next thing's begin.
 */
final class DatasetTable {
    /** What ZFS gives for a property that a thing does not have. */
    private static final String NONE = "-";

    private final Map<String, Parts> parts = new LinkedHashMap<>();
    private @Nullable String name;
    private final Map<String, String> values = new HashMap<>();

    /** The next line, without its end. */
    void add(String line) throws IOException {
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        if (first < 0 || second < 0 || line.indexOf('\t', second + 1) >= 0) {
            throw new IOException("zfs get printed a line that is not understood: " + line);
        }
        if (name == null || !(name.length() == first && line.startsWith(name))) {
            finish();
            name = line.substring(0, first);
        }
        values.put(line.substring(first + 1, second), line.substring(second + 1));
    }

    /** What all lines told. */
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
            throw new IOException("zfs get printed " + name + " in two places, which is not understood");
        } else if (mark < 0) {
            own.properties = Map.copyOf(values);
        } else {
            own.add(name.charAt(mark), name.substring(mark + 1), values);
        }
        values.clear();
        name = null;
    }

    /** What was told of one dataset. */
    private static final class Parts {
        private record Made(Base base, long group) {}

        private final DatasetName dataset;
        private Map<String, String> properties = Map.of();
        private final List<Made> made = new ArrayList<>();
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
                    made.add(new Made(bookmark, group));
                } else {
                    Instant created = Instant.ofEpochSecond(Long.parseLong(values.getOrDefault("creation", "")));
                    made.add(new Made(new Snapshot(dataset.at(shortName), guid, created, group), group));
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

        /** By the groups that made them: clocks go back, groups do not. A bookmark counts once its snapshot is gone. */
        DatasetState state() {
            made.sort(Comparator.comparingLong(Made::group));
            Set<Guid> there = new HashSet<>();
            made.forEach(one -> {
                if (one.base() instanceof Snapshot) {
                    there.add(one.base().guid());
                }
            });
            return new DatasetState(
                    dataset,
                    Guid.parse(properties.getOrDefault("guid", "0")),
                    "volume".equals(properties.get("type")),
                    !Set.of(NONE, "off").contains(properties.getOrDefault("encryption", NONE)),
                    made.stream()
                            .map(Made::base)
                            .filter(base -> base instanceof Snapshot || !there.contains(base.guid()))
                            .toList(),
                    bookmarks,
                    held,
                    Optional.ofNullable(properties.get("receive_resume_token")).filter(text -> !text.equals(NONE)));
        }
    }
}
