package org.zfsbackup.plan;

import static org.zfsbackup.plan.PropertyClasses.LIMITS;
import static org.zfsbackup.plan.PropertyClasses.PLACE;
import static org.zfsbackup.plan.PropertyClasses.only;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendOptions;

/**
 * Decides which properties a restore sets. A dataset that the restore creates gets those that were set on it when the
 * newest of its backups was made; one that exists keeps its own. Limits are set after everything was received, because a
 * quota or reservation that comes earlier could make a later stream fail.
 */
public final class PropertyPlanner {
    /** Finds the record of a backup. */
    @FunctionalInterface
    public interface Records {
        /** Returns the record of the step's backup, or nothing if there is none that can be used. */
        Optional<BackupRecord> of(RestoreStep step);
    }

    private static final String ENCRYPTION = "encryption";

    private final boolean wanted;
    private final Optional<String> host;
    private final Records records;
    private final Map<DatasetName, RestoreStep> newest = new HashMap<>();
    private final Set<DatasetName> begun = new HashSet<>();
    private final Map<DatasetName, Map<String, String>> limits = new TreeMap<>();
    private final Set<DatasetName> unrecorded = new TreeSet<>();

    private PropertyPlanner(boolean wanted, Optional<String> host, Records records) {
        this.wanted = wanted;
        this.host = host;
        this.records = records;
    }

    /**
     * Returns the steps with their properties.
     *
     * @param steps in the order in which they are received, each with a destination
     * @param wanted whether properties are restored at all
     * @param host the name of the host of the destination, if it is known
     * @param records asked once for each recursive step, and once for each other dataset that is created
     */
    public static List<RestoreStep> plan(
            List<RestoreStep> steps, boolean wanted, Optional<String> host, Records records) {
        return new PropertyPlanner(wanted, host, records).plan(steps);
    }

    private List<RestoreStep> plan(List<RestoreStep> steps) {
        steps.forEach(step -> newest.put(destination(step), step));
        List<RestoreStep> planned = new ArrayList<>();
        for (RestoreStep step : steps) {
            planned.add(step.with(of(step)));
        }
        int last = planned.size() - 1;
        if (last >= 0) {
            planned.set(last, planned.get(last).with(atEnd(planned.get(last).properties())));
        }
        return planned;
    }

    private static DatasetName destination(RestoreStep step) {
        return step.destination().orElseThrow();
    }

    private StepProperties of(RestoreStep step) {
        if (step.entry().details().recursive()) {
            return ofTree(step, records.of(step));
        }
        if (!wanted || !step.begins()) {
            return StepProperties.NONE;
        }
        RestoreStep last = newest.getOrDefault(destination(step), step);
        Optional<BackupRecord> record = records.of(last);
        Optional<Map<String, String>> recorded = record.flatMap(found -> properties(found, last.source()));
        if (recorded.isEmpty()) {
            unrecorded.add(destination(step));
            return StepProperties.NONE;
        }
        return ofDataset(step, last, record.get(), recorded.get());
    }

    private static Optional<Map<String, String>> properties(BackupRecord record, DatasetName dataset) {
        return record.datasets().stream()
                .filter(recorded -> recorded.below(record.dataset()).equals(dataset))
                .findFirst()
                .flatMap(RecordedDataset::properties);
    }

    private StepProperties ofDataset(
            RestoreStep begin, RestoreStep newest, BackupRecord record, Map<String, String> recorded) {
        DatasetName to = destination(newest);
        boolean elsewhere = isElsewhere(newest, record);
        Map<String, String> set = only(
                recorded,
                name -> !PropertyClasses.isInData(name)
                        && !(elsewhere && PLACE.contains(name))
                        && (isRaw(newest) || !name.equals("keylocation")));
        limits.put(to, only(set, LIMITS::contains));
        Map<String, String> later = only(set, name -> !LIMITS.contains(name) && !PropertyClasses.isSetWithStream(name));
        Map<String, String> withStream = only(set, PropertyClasses::isSetWithStream);
        if (staysPlain(begin, recorded)) {
            withStream.put(ENCRYPTION, "off");
        }
        return new StepProperties(
                withStream,
                Set.of(),
                later.isEmpty() ? List.of() : List.of(new StepProperties.Wanted(to, later)),
                elsewhere ? foreign(to, newest.source(), record, recorded) : List.of());
    }

    /**
     * Whether a dataset that was not encrypted below an encrypted one becomes so again. Otherwise ZFS would encrypt it with
     * the key of the dataset above, and could not receive it before that key is loaded. Only if that dataset is restored
     * too: elsewhere it is encrypted like its surroundings. A clone cannot differ from its origin.
     */
    private boolean staysPlain(RestoreStep begin, Map<String, String> recorded) {
        return "off".equals(recorded.get(ENCRYPTION))
                && !isRaw(begin)
                && !begin.entry().details().newClone()
                && destination(begin).parent().filter(newest::containsKey).isPresent();
    }

    /** A recursive stream brings its properties itself, so only what must not come with it matters. */
    private StepProperties ofTree(RestoreStep step, Optional<BackupRecord> record) {
        boolean elsewhere = record.isEmpty() || isElsewhere(step, record.get());
        Set<String> except = new TreeSet<>(elsewhere || !wanted ? PropertyClasses.IN_EVERY_STREAM : Set.of());
        List<String> notes = new ArrayList<>();
        for (RecordedDataset dataset : record.map(BackupRecord::datasets).orElse(List.of())) {
            Map<String, String> recorded = dataset.properties().orElse(Map.of());
            recorded.keySet().stream().filter(name -> isExcept(name, elsewhere)).forEach(except::add);
            DatasetName to = dataset.below(destination(step));
            if (dataset.base().isEmpty() && begun.add(to) && wanted && elsewhere) {
                notes.addAll(foreign(to, dataset.below(step.source()), record.get(), recorded));
            }
            if (wanted && begun.contains(to)) {
                limits.put(to, only(recorded, LIMITS::contains));
            }
        }
        return new StepProperties(Map.of(), except, List.of(), notes);
    }

    private boolean isExcept(String property, boolean elsewhere) {
        return !PropertyClasses.isInData(property)
                && (LIMITS.contains(property) || !wanted || (elsewhere && PLACE.contains(property)));
    }

    private boolean isElsewhere(RestoreStep step, BackupRecord record) {
        return !destination(step).equals(step.source())
                || host.isEmpty()
                || !record.host().equals(host);
    }

    private static boolean isRaw(RestoreStep step) {
        return step.entry().details().format().map(SendOptions::raw).orElse(false);
    }

    private static List<String> foreign(
            DatasetName to, DatasetName source, BackupRecord record, Map<String, String> recorded) {
        Map<String, String> left = only(recorded, PLACE::contains);
        return left.isEmpty()
                ? List.of()
                : List.of(to + " does not get " + words(left) + ": that was for " + source
                        + record.host().map(name -> " on the host " + name).orElse("")
                        + ". Use `zfs set` if you want it here too");
    }

    static String words(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .collect(Collectors.joining(", "));
    }

    private StepProperties atEnd(StepProperties last) {
        List<StepProperties.Wanted> afterwards = new ArrayList<>(last.afterwards());
        limits.forEach((dataset, values) -> {
            if (!values.isEmpty()) {
                afterwards.add(new StepProperties.Wanted(dataset, values));
            }
        });
        List<String> notes = new ArrayList<>(last.notes());
        if (!unrecorded.isEmpty()) {
            notes.add("The backups of "
                    + unrecorded.stream().map(DatasetName::value).collect(Collectors.joining(", "))
                    + " do not say which properties were set, because an older program made them, so none were set");
        }
        return new StepProperties(last.withStream(), last.except(), afterwards, notes);
    }
}
