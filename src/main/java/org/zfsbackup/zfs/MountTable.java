package org.zfsbackup.zfs;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the output of {@code zfs get -H -o name,property,value} for the properties of mounts. */
final class MountTable {
    static final String PROPERTIES = "type,mounted,canmount,mountpoint";

    /** A file system and its mountpoint. */
    record Place(String name, String mountpoint) {}

    private MountTable() {}

    /**
     * Returns the file systems that should be mounted and are not, parents first. Volumes and snapshots are left out.
     */
    static List<Place> unmounted(String table) {
        Map<String, Map<String, String>> datasets = new LinkedHashMap<>();
        table.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 3)
                .forEach(fields -> datasets.computeIfAbsent(fields[0], name -> new HashMap<>())
                        .put(fields[1], fields[2]));
        return datasets.entrySet().stream()
                .filter(dataset -> isToBeMounted(dataset.getValue()))
                .map(dataset -> new Place(dataset.getKey(), dataset.getValue().getOrDefault("mountpoint", "none")))
                .sorted(Comparator.comparing(Place::name))
                .toList();
    }

    private static boolean isToBeMounted(Map<String, String> properties) {
        return "filesystem".equals(properties.get("type"))
                && "no".equals(properties.get("mounted"))
                && "on".equals(properties.get("canmount"))
                && !List.of("none", "legacy").contains(properties.getOrDefault("mountpoint", "none"));
    }
}
