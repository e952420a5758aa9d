package org.zfsbackup.estate;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the product called good: the snapshots of the newest good run of each way, and all that were ever stored one by one. */
final class Promises {
    private final Map<Product.Way, List<EstateSnapshot>> newest = new EnumMap<>(Product.Way.class);
    private final Map<String, EstateSnapshot> everOne = new LinkedHashMap<>();

    /** Keeps what a run promised when it ended with 0 on this estate. */
    void keep(Product.Way way, Estate estate) {
        List<EstateSnapshot> promised = way.isWhole() ? ofOneStream(estate) : ofEach(estate);
        newest.put(way, promised);
        if (way == Product.Way.EACH) {
            promised.forEach(snapshot -> everOne.put(snapshot.toString(), snapshot));
        }
    }

    private static List<EstateSnapshot> ofEach(Estate estate) {
        return estate.datasets().stream().flatMap(one -> one.newest().stream()).toList();
    }

    /** Every dataset at the root's newest snapshot; a dataset without it would have made the run end with 1. */
    private static List<EstateSnapshot> ofOneStream(Estate estate) {
        String name = estate.root().newest().orElseThrow().name();
        return estate.datasets().stream()
                .flatMap(one -> one.snapshots().stream())
                .filter(snapshot -> snapshot.name().equals(name))
                .toList();
    }

    /** What the newest good run of this way promised; nothing before the first one. */
    List<EstateSnapshot> of(Product.Way way) {
        return newest.getOrDefault(way, List.of());
    }

    /** A replica that is gone promises nothing any more. */
    void forget(Product.Way way) {
        newest.remove(way);
    }

    Optional<EstateSnapshot> any(RandomGenerator random) {
        return Estate.pick(random, List.copyOf(everOne.values()));
    }
}
