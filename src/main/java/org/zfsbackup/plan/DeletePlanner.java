package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;

/**
 * Decides what is deleted with the backups that a user wants to delete. Nothing on which a kept backup depends is
 * deleted.
 */
public final class DeletePlanner {
    private final DeleteChoice choice;
    private final BackupMap map;
    private final Map<DatasetName, Chains> chains = new LinkedHashMap<>();

    private DeletePlanner(DeleteChoice choice, BackupMap map) {
        this.choice = choice;
        this.map = map;
        map.datasets().keySet().forEach(dataset -> {
            if (choice.source().map(source -> source.dataset().equals(dataset)).orElse(true)) {
                chains.put(dataset, Chains.of(map, dataset));
            }
        });
    }

    /**
     * Plans a deletion.
     *
     * @param choice what the user wants
     * @param map the map of the repository
     * @param mayGo whether the repository lets an object of that name be deleted: a map can contain any name
     */
    public static DeletePlan plan(DeleteChoice choice, BackupMap map, Predicate<String> mayGo) {
        return new DeletePlanner(choice, map).plan(mayGo);
    }

    private DeletePlan plan(Predicate<String> mayGo) {
        Map<DatasetName, Set<BackupEntry>> wanted = new LinkedHashMap<>();
        Optional<String> wrong = choice.namesBackups() ? named(wanted) : ofSource(wanted);
        if (wrong.isPresent()) {
            return new DeletePlan.Refused(wrong.get());
        }
        List<String> kept = new ArrayList<>();
        for (DeletePlan.Deleted dependent : new Dependents(map, chains).of(wanted)) {
            if (choice.withDependents()) {
                wanted.computeIfAbsent(dependent.dataset(), key -> new LinkedHashSet<>())
                        .add(dependent.entry());
            } else {
                kept.add(text(dependent.dataset(), dependent.entry()));
            }
        }
        return kept.isEmpty()
                ? delete(wanted, mayGo)
                : new DeletePlan.Refused("backups that would be kept build on those to be deleted: "
                        + String.join(", ", kept) + ". Delete those first, or all together with --with-dependents");
    }

    private DeletePlan delete(Map<DatasetName, Set<BackupEntry>> wanted, Predicate<String> mayGo) {
        List<DeletePlan.Deleted> backups = new ArrayList<>();
        wanted.forEach((dataset, gone) -> gone.forEach(entry -> backups.add(new DeletePlan.Deleted(dataset, entry))));
        return deletion(backups, map, mayGo);
    }

    /** Returns the deletion of these backups with the chunks that no other backup needs. No kept one may build on them. */
    static DeletePlan deletion(List<DeletePlan.Deleted> backups, BackupMap map, Predicate<String> mayGo) {
        Set<String> needed = new HashSet<>(
                new DeletePlan.Delete(backups, List.of()).from(map).chunkPaths());
        List<String> chunks = backups.stream()
                .flatMap(deleted -> deleted.entry().content().paths().stream())
                .filter(path -> !needed.contains(path))
                .distinct()
                .toList();
        Optional<String> foreign = chunks.stream().filter(mayGo.negate()).findFirst();
        return foreign.isPresent()
                ? new DeletePlan.Refused("the map contains the chunk " + foreign.get()
                        + ", which is not in the folder of this prefix's chunks. Nothing was deleted: somebody may"
                        + " have changed the map. Run `verify`")
                : new DeletePlan.Delete(backups, chunks);
    }

    /** Adds the backups that are given by IDs and chains. Returns what is wrong. */
    private Optional<String> named(Map<DatasetName, Set<BackupEntry>> wanted) {
        for (String id : choice.ids()) {
            if (!addAll(wanted, entry -> entry.id().filter(id::equals).isPresent())) {
                return Optional.of("the target has no backup with the ID " + id + ": `list` shows the IDs");
            }
        }
        for (String id : choice.chains()) {
            Optional<String> wrong = chain(id, wanted);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<String> chain(String id, Map<DatasetName, Set<BackupEntry>> wanted) {
        for (Map.Entry<DatasetName, Chains> dataset : chains.entrySet()) {
            Chains own = dataset.getValue();
            if (own.entries().stream()
                    .noneMatch(entry -> entry.id().filter(id::equals).isPresent())) {
                continue; // a clone's chain begins in the backups of another dataset
            }
            Set<BackupEntry> members = own.entries().stream()
                    .filter(entry -> own.firstOf(entry)
                            .flatMap(BackupEntry::id)
                            .filter(id::equals)
                            .isPresent())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (!members.isEmpty()) {
                wanted.computeIfAbsent(dataset.getKey(), key -> new LinkedHashSet<>())
                        .addAll(members);
                return Optional.empty();
            }
        }
        return Optional.of("the target has no chain that begins with the full backup " + id
                + ": `list` shows the chain of each backup");
    }

    private boolean addAll(Map<DatasetName, Set<BackupEntry>> wanted, Predicate<BackupEntry> isMeant) {
        boolean found = false;
        for (Map.Entry<DatasetName, Chains> dataset : chains.entrySet()) {
            for (BackupEntry entry : dataset.getValue().entries()) {
                if (isMeant.test(entry)) {
                    wanted.computeIfAbsent(dataset.getKey(), key -> new LinkedHashSet<>())
                            .add(entry);
                    found = true;
                }
            }
        }
        return found;
    }

    /**
     * Adds all backups of a dataset, or the only one of a snapshot. If a snapshot has several, only the user can decide
     * which one is meant.
     */
    private Optional<String> ofSource(Map<DatasetName, Set<BackupEntry>> wanted) {
        if (choice.source().isEmpty()) {
            return Optional.of("nothing to delete was given: name a dataset, an ID or a chain");
        }
        Optional<String> snapshot = choice.source().get().snapshot();
        boolean found = addAll(
                wanted, entry -> snapshot.map(entry.snapshot().name()::equals).orElse(true));
        if (!found) {
            return Optional.of(
                    "the target has no backup of " + choice.source().get() + ": `list` shows those that it has");
        }
        Set<BackupEntry> entries = wanted.values().iterator().next();
        if (snapshot.isEmpty() || entries.size() == 1) {
            return Optional.empty();
        }
        Chains own = chainsOf(choice.source().get().dataset());
        return Optional.of(
                "there are " + entries.size() + " backups of " + choice.source().get()
                        + ", so give the one that you mean with --id, or a whole chain with --chain: "
                        + entries.stream().map(entry -> choice(own, entry)).collect(Collectors.joining("; ")));
    }

    private static String choice(Chains own, BackupEntry entry) {
        return "--id " + entry.id().orElse("(none: the original program wrote it)") + " is "
                + (entry.parent().isPresent() ? "incremental" : "full") + ", in "
                + own.firstOf(entry)
                        .flatMap(BackupEntry::id)
                        .map(id -> "--chain " + id)
                        .orElse("no chain that can be restored");
    }

    private Chains chainsOf(DatasetName dataset) {
        return chains.getOrDefault(dataset, new Chains(List.of()));
    }

    private static String text(DatasetName dataset, BackupEntry entry) {
        return dataset + "@" + entry.snapshot().name()
                + entry.id().map(id -> " (ID " + id + ")").orElse("");
    }
}
