package org.zfsbackup.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.zfsbackup.zfs.DatasetName;

/**
 * What a step of a restore does about properties.
 *
 * @param withStream what {@code zfs receive} itself sets ({@code -o}), because it takes effect on the data, or would
 *     mount or share a dataset if it were set later
 * @param except the properties in the stream that are not taken ({@code -x})
 * @param afterwards what is set after the stream was received, in this order
 * @param notes sentences for the user about what is left out
 */
public record StepProperties(
        Map<String, String> withStream, Set<String> except, List<Wanted> afterwards, List<String> notes) {
    /** Sets nothing, and takes what the stream has. */
    public static final StepProperties NONE = new StepProperties(Map.of(), Set.of(), List.of(), List.of());

    /**
     * Properties to set on a dataset.
     *
     * @param dataset its name at the destination
     * @param values by property
     */
    public record Wanted(DatasetName dataset, Map<String, String> values) {
        public Wanted {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }
    }

    public StepProperties {
        withStream = Collections.unmodifiableMap(new TreeMap<>(withStream));
        except = Set.copyOf(except);
        afterwards = List.copyOf(afterwards);
        notes = List.copyOf(notes);
    }

    /** Returns the same without limits and notes, for a dataset that is destroyed again. */
    public StepProperties forScratch() {
        List<Wanted> others = afterwards.stream()
                .map(one -> new Wanted(
                        one.dataset(),
                        PropertyClasses.only(one.values(), name -> !PropertyClasses.LIMITS.contains(name))))
                .filter(one -> !one.values().isEmpty())
                .toList();
        return new StepProperties(withStream, except, others, List.of());
    }
}
