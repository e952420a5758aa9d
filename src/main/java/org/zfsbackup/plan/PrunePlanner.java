package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.SnapshotOrder;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;

/**
 * Decides which backups are kept: those that a rule keeps, those that are pinned, and all on which these build, also across
 * datasets. Of several backups of one snapshot a rule keeps the newest, so that an old chain can end. A backup that cannot be
 * restored does not stand for its snapshot, and is left to the user.
 */
public final class PrunePlanner {
    private final PruneChoice choice;
    private final BackupMap map;
    private final Map<DatasetName, Chains> chains = new LinkedHashMap<>();
    private final Map<BackupEntry, List<String>> reasons = new LinkedHashMap<>();

    private PrunePlanner(PruneChoice choice, BackupMap map) {
        this.choice = choice;
        this.map = map;
        map.datasets().keySet().forEach(dataset -> chains.put(dataset, Chains.of(map, dataset)));
    }

    /**
     * Plans what to delete.
     *
     * @param map the map of the repository
     * @param mayGo whether the repository lets an object of that name be deleted: a map can contain any name
     */
    public static PrunePlan plan(PruneChoice choice, BackupMap map, Predicate<String> mayGo) {
        return new PrunePlanner(choice, map).plan(mayGo);
    }

    private PrunePlan plan(Predicate<String> mayGo) {
        Optional<String> wrong = wrong();
        if (wrong.isPresent()) {
            return new PrunePlan(List.of(), new DeletePlan.Refused(wrong.get()));
        }
        chains.forEach(this::keep);
        for (Map.Entry<DatasetName, Chains> dataset : chains.entrySet()) {
            for (BackupEntry entry : dataset.getValue().entries()) {
                if (reasons.containsKey(entry)) {
                    keepWhatItNeeds(dataset.getKey(), entry);
                }
            }
        }
        return decisions(mayGo);
    }

    private Optional<String> wrong() {
        if (choice.rules().isEmpty()) {
            return Optional.of("name what to keep, for example --keep-daily 7 --keep-weekly 5 --keep-monthly 12:"
                    + " without a rule nothing would be kept");
        }
        return choice.dataset()
                .filter(dataset -> map.of(dataset).isEmpty())
                .map(dataset -> "the target has no backup of " + dataset + ": `list` shows the datasets");
    }

    private boolean isPruned(DatasetName dataset) {
        return choice.dataset().map(dataset::equals).orElse(true);
    }

    private void keep(DatasetName dataset, Chains own) {
        if (!isPruned(dataset)) {
            own.entries().forEach(entry -> keep(entry, "of another dataset"));
            return;
        }
        for (BackupEntry entry : own.entries()) {
            if (entry.id().filter(choice.pinned()::contains).isPresent()) {
                keep(entry, "pinned");
            }
            if (!own.isWhole(entry)) {
                keep(entry, "cannot be restored, because a backup before it is missing: see to it by hand");
            }
        }
        for (boolean recursive : new boolean[] {false, true}) {
            List<BackupEntry> newestFirst = newestFirst(own, recursive);
            List<List<String>> why = new Retention(choice.rules())
                    .reasons(newestFirst.stream().map(BackupEntry::created).toList());
            for (int i = 0; i < newestFirst.size(); i++) {
                BackupEntry entry = newestFirst.get(i);
                why.get(i).forEach(reason -> keep(entry, reason));
            }
        }
    }

    private void keep(BackupEntry entry, String reason) {
        reasons.computeIfAbsent(entry, key -> new ArrayList<>()).add(reason);
    }

    /** Returns the newest restorable backup of each snapshot, that of the newest snapshot first. */
    private static List<BackupEntry> newestFirst(Chains own, boolean recursive) {
        Map<Object, BackupEntry> bySnapshot = new LinkedHashMap<>();
        for (BackupEntry entry : own.entries()) {
            if (own.isWhole(entry) && entry.details().recursive() == recursive) {
                Object snapshot = entry.snapshot().guid().isPresent()
                        ? entry.snapshot().guid().get()
                        : entry.snapshot().name() + " " + entry.created();
                bySnapshot.remove(snapshot);
                bySnapshot.put(snapshot, entry);
            }
        }
        List<BackupEntry> entries = new ArrayList<>(bySnapshot.values());
        entries.sort(order(entries));
        Collections.reverse(entries);
        return entries;
    }

    /** If all are of one dataset, its transaction groups are the order. The clock decides only if it must. */
    private static Comparator<BackupEntry> order(List<BackupEntry> entries) {
        Set<Optional<Guid>> datasets = entries.stream()
                .map(entry -> entry.details().birth().map(SnapshotOrder::dataset))
                .collect(Collectors.toSet());
        return datasets.size() == 1 && !datasets.contains(Optional.<Guid>empty())
                ? Comparator.comparingLong(
                        entry -> entry.details().birth().orElseThrow().createtxg())
                : Comparator.comparing(BackupEntry::created);
    }

    private void keepWhatItNeeds(DatasetName dataset, BackupEntry entry) {
        Chains own = chains.get(dataset);
        String by = "needed by " + dataset + "@" + entry.snapshot().name();
        BackupEntry kept = entry;
        Optional<BackupEntry> parent;
        while (own != null && (parent = own.parentOf(kept)).isPresent() && !reasons.containsKey(parent.get())) {
            keep(parent.get(), by);
            kept = parent.get();
        }
    }

    private PrunePlan decisions(Predicate<String> mayGo) {
        List<PrunePlan.Decision> decisions = new ArrayList<>();
        List<DeletePlan.Deleted> deleted = new ArrayList<>();
        chains.forEach((dataset, own) -> {
            if (isPruned(dataset)) {
                for (BackupEntry entry : own.entries()) {
                    List<String> why = reasons.getOrDefault(entry, List.of());
                    decisions.add(new PrunePlan.Decision(dataset, entry, why));
                    if (why.isEmpty()) {
                        deleted.add(new DeletePlan.Deleted(dataset, entry));
                    }
                }
            }
        });
        return new PrunePlan(decisions, DeletePlanner.deletion(deleted, map, mayGo));
    }
}
