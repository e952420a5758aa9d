package org.zfsbackup.estate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The properties that were set on the datasets of an estate when it was backed up. A backup holds those of the run that stored
 * it; a later run that has nothing to store does not change them.
 */
final class EstateProperties {
    private static final String NAMES = "compression,recordsize,atime,volsize,test:note";

    private final Site site;
    private final Map<String, Set<Map<String, String>>> atRuns = new HashMap<>();

    EstateProperties(Site site) {
        this.site = site;
    }

    /** Remembers what is set at a run of this way. */
    void remember(Product.Way way, Estate estate) {
        Map<String, Map<String, String>> now = read(estate.root().name());
        for (EstateSnapshot snapshot : estate.snapshots()) {
            atRuns.computeIfAbsent(way + snapshot.guid(), key -> new HashSet<>())
                    .add(now.getOrDefault(snapshot.dataset(), Map.of()));
        }
    }

    /** What was set on the dataset of the snapshot with that GUID, at each run of this way since it was made. */
    Set<Map<String, String>> at(Product.Way way, String guid) {
        return atRuns.getOrDefault(way + guid, Set.of());
    }

    /** What is set now on each dataset at and below this one; nothing for a dataset on which nothing is set. */
    Map<String, Map<String, String>> read(String root) {
        Map<String, Map<String, String>> properties = new HashMap<>();
        site.sh("zfs get -H -p -r -s local,received -o name,property,value " + NAMES + " " + root)
                .lines()
                .map(line -> line.split("\t"))
                .filter(fields -> fields.length == 3 && fields[0].indexOf('@') < 0)
                .forEach(fields -> properties
                        .computeIfAbsent(fields[0], key -> new TreeMap<>())
                        .put(fields[1], fields[2]));
        return properties;
    }
}
