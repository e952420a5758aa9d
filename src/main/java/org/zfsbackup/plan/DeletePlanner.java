package org.zfsbackup.plan;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.zfs.Source;

/** Finds what goes with a backup that is to be deleted. Nothing that a kept backup depends on goes. */
public final class DeletePlanner {
    private DeletePlanner() {}

    /**
     * Plans a deletion.
     *
     * @param wanted one snapshot, or a dataset for all its backups
     * @param withDependents whether backups that build on the deleted one go too
     */
    public static DeletePlan plan(Source wanted, BackupMap map, boolean withDependents) {
        List<BackupEntry> entries = map.of(wanted.dataset());
        Set<BackupEntry> gone = entries.stream()
                .filter(entry ->
                        wanted.snapshot().map(entry.snapshot().name()::equals).orElse(true))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (gone.isEmpty()) {
            return new DeletePlan.Refused("the target has no backup of " + wanted + ": `list` shows those that it has");
        }
        Set<BackupEntry> dependents = dependents(new Chains(entries), gone);
        if (!dependents.isEmpty() && !withDependents) {
            return new DeletePlan.Refused("backups that would be kept build on " + wanted + ": "
                    + dependents.stream()
                            .map(entry -> "@" + entry.snapshot().name())
                            .collect(Collectors.joining(", "))
                    + ". Delete those first, or all together with --with-dependents");
        }
        gone.addAll(dependents);
        return new DeletePlan.Delete(List.copyOf(gone), chunks(wanted, map, gone));
    }

    private static Set<BackupEntry> dependents(Chains chains, Set<BackupEntry> gone) {
        Set<BackupEntry> found = new LinkedHashSet<>();
        Set<BackupEntry> edge = gone;
        while (!edge.isEmpty()) {
            Set<BackupEntry> next = new LinkedHashSet<>();
            for (BackupEntry entry : edge) {
                next.addAll(chains.childrenOf(entry));
            }
            next.removeAll(gone);
            next.removeAll(found);
            found.addAll(next);
            edge = next;
        }
        return found;
    }

    private static List<String> chunks(Source wanted, BackupMap map, Set<BackupEntry> gone) {
        Set<String> kept = new HashSet<>(map.without(wanted.dataset(), gone).chunkPaths());
        return gone.stream()
                .flatMap(entry -> entry.content().paths().stream())
                .filter(path -> !kept.contains(path))
                .distinct()
                .toList();
    }
}
