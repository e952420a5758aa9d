package org.zfsbackup.estate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** All datasets at and below one, as ZFS lists them at one moment: parents first, snapshots of a dataset oldest first. */
record Estate(List<EstateDataset> datasets) {
    static Estate of(Site site, String root) {
        Map<String, EstateDataset> datasets = new LinkedHashMap<>();
        Map<String, String> guids = new HashMap<>();
        // `zfs list` of zfs-fuse shortens GUIDs, and `zfs get` of others does not sort
        String script =
                "zfs get -H -p -r -o name,value guid %1$s; zfs list -H -r -t filesystem,volume -o name,type,origin %1$s;"
                        + " zfs list -H -r -t snapshot -o name %1$s";
        site.sh(script.formatted(root)).lines().map(line -> line.split("\t")).forEach(fields -> {
            String name = fields[0];
            if (fields.length == 2) {
                guids.put(name, fields[1]);
            } else if (fields.length == 3) {
                datasets.put(name, new EstateDataset(name, fields[1].equals("volume"), fields[2], new ArrayList<>()));
            } else {
                int at = name.indexOf('@');
                String dataset = name.substring(0, at);
                datasets.get(dataset)
                        .snapshots()
                        .add(new EstateSnapshot(dataset, name.substring(at + 1), guids.get(name)));
            }
        });
        return new Estate(List.copyOf(datasets.values()));
    }

    EstateDataset root() {
        return datasets.get(0);
    }

    Optional<EstateDataset> find(String name) {
        return datasets.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** One of those that fit. */
    Optional<EstateDataset> any(RandomGenerator random, Predicate<EstateDataset> fits) {
        return pick(random, datasets.stream().filter(fits).toList());
    }

    List<EstateSnapshot> snapshots() {
        return datasets.stream().flatMap(one -> one.snapshots().stream()).toList();
    }

    static <T> Optional<T> pick(RandomGenerator random, List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }
}
