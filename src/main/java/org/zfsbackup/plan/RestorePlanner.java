package org.zfsbackup.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Source;

/** Finds the way back: from the newest snapshot that the destination has, else from the full backup. */
public final class RestorePlanner {
    private final Source wanted;
    private final Chains chains;

    public RestorePlanner(Source wanted, List<BackupEntry> entries) {
        this.wanted = wanted;
        this.chains = new Chains(entries);
    }

    /** The wanted backup: the named one, or the newest; of several of one snapshot the last that was made. */
    public Optional<BackupEntry> entry() {
        return chains.entries().stream()
                .filter(entry ->
                        wanted.snapshot().map(entry.snapshot().name()::equals).orElse(true))
                .reduce((first, second) -> second.created().isBefore(first.created()) ? first : second);
    }

    /**
     * Plans a restore.
     *
     * @param destination where it goes to
     * @param there its snapshots, oldest first; nothing where it does not exist
     * @param force whether what is there may be rolled back or replaced
     */
    public RestorePlan plan(DatasetName destination, Optional<List<Snapshot>> there, boolean force) {
        Optional<BackupEntry> entry = entry();
        if (entry.isEmpty()) {
            return new RestorePlan.Refused(
                    "the target has no backup of " + wanted + ": `list` shows those that it has");
        }
        Optional<List<BackupEntry>> chain = chains.chainOf(entry.get());
        if (chain.isEmpty()) {
            return new RestorePlan.Refused("the backup of " + wanted.dataset() + "@"
                    + entry.get().snapshot().name()
                    + " builds on one that is not in the map: it cannot be restored. Choose another snapshot");
        }
        return there.map(snapshots -> onto(destination, snapshots, chain.get(), force))
                .orElseGet(() -> new RestorePlan.Receive(chain.get(), false));
    }

    private RestorePlan onto(DatasetName destination, List<Snapshot> there, List<BackupEntry> chain, boolean force) {
        BackupEntry last = chain.get(chain.size() - 1);
        if (there.stream().anyMatch(last::isOf)) {
            return new RestorePlan.AlreadyThere(last);
        }
        int base = newestIn(there, chain);
        boolean fits = base >= 0 && chain.get(base).isOf(there.get(there.size() - 1));
        if (!fits && !force) {
            return new RestorePlan.Refused(destination + " exists, and "
                    + (base < 0
                            ? "has no snapshot in common with the backups"
                            : "has snapshots newer than @"
                                    + chain.get(base).snapshot().name() + ", which the backup builds on")
                    + ": "
                    + there.stream()
                            .max(Comparator.comparing(Snapshot::created))
                            .map(snapshot -> "its newest is @" + snapshot.name().name())
                            .orElse("it has no snapshots")
                    + ". Restore to another name with --to DATASET, or let it be overwritten with --force");
        }
        return new RestorePlan.Receive(chain.subList(base + 1, chain.size()), force);
    }

    private static int newestIn(List<Snapshot> there, List<BackupEntry> chain) {
        Set<Guid> guids = there.stream().map(Snapshot::guid).collect(Collectors.toSet());
        Map<String, List<Snapshot>> names = there.stream()
                .collect(Collectors.groupingBy(snapshot -> snapshot.name().name()));
        for (int i = chain.size() - 1; i >= 0; i--) {
            BackupEntry entry = chain.get(i);
            Optional<Guid> guid = entry.snapshot().guid();
            List<Snapshot> named = names.getOrDefault(entry.snapshot().name(), List.of());
            if (guid.isPresent() ? guids.contains(guid.get()) : named.stream().anyMatch(entry::isOf)) {
                return i;
            }
        }
        return -1;
    }
}
