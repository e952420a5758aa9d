package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;

/**
 * A snapshot that no recursive stream can hold.
 *
 * @param snapshot the snapshot
 * @param lackedBy a dataset below that does not have it
 */
public record Unsent(Snapshot snapshot, DatasetName lackedBy) {
    /** Returns those of these snapshots that a dataset below lacks. */
    public static List<Unsent> of(SnapshotTree tree, List<Snapshot> snapshots) {
        List<Unsent> unsent = new ArrayList<>();
        for (Snapshot snapshot : snapshots) {
            tree.lacking(snapshot).ifPresent(dataset -> unsent.add(new Unsent(snapshot, dataset)));
        }
        return unsent;
    }

    /**
     * Returns a sentence about these snapshots, or nothing if there are none.
     *
     * @param verb what did not happen to them, for example {@code backed up}
     */
    public static Optional<String> sentence(List<Unsent> unsent, String verb) {
        if (unsent.isEmpty()) {
            return Optional.empty();
        }
        Map<DatasetName, List<String>> names = new LinkedHashMap<>();
        unsent.forEach(item -> names.computeIfAbsent(item.lackedBy(), key -> new ArrayList<>())
                .add(item.snapshot().name().toString()));
        String text = names.entrySet().stream()
                .map(group ->
                        listed(group.getValue()) + (group.getValue().size() == 1 ? " was not " : " were not ") + verb
                                + " with the datasets below, because " + group.getKey() + " does not have "
                                + (group.getValue().size() == 1 ? "it" : "them"))
                .collect(Collectors.joining("; "));
        String root = unsent.get(0).snapshot().name().dataset().value();
        return Optional.of(text + ". Snapshot all datasets at once with `zfs snapshot -r " + root + "@NAME`");
    }

    private static String listed(List<String> names) {
        int shown = 10;
        String text = names.stream().skip(Math.max(0, names.size() - shown)).collect(Collectors.joining(", "));
        return names.size() > shown ? "(" + (names.size() - shown) + " older ones,) " + text : text;
    }
}
