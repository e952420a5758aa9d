package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
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
                .reduce(this::newer);
    }

    /** Of two backups in the order of the map, the one of the newer snapshot; of two of one snapshot the later one. */
    private BackupEntry newer(BackupEntry first, BackupEntry second) {
        return chains.isNewer(first, second) ? first : second;
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
                .orElseGet(() -> receive(chain.get(), Optional.empty()));
    }

    private RestorePlan onto(DatasetName destination, List<Snapshot> there, List<BackupEntry> chain, boolean force) {
        BackupEntry last = chain.get(chain.size() - 1);
        boolean recursive = chain.stream().anyMatch(entry -> entry.details().recursive());
        if (there.stream().anyMatch(last::isOf)) {
            return hasIt(destination, there, last, force);
        }
        if (recursive && force) {
            return new RestorePlan.Refused(
                    destination + " exists, and the backup is one with children: by force, ZFS would"
                            + " destroy each dataset and snapshot below it that the backup does not know. Restore to another name"
                            + " with --to DATASET, or without --force");
        }
        int base = newestIn(there, chain);
        List<BackupEntry> missing = chain.subList(base + 1, chain.size());
        if (base >= 0 && chain.get(base).isOf(there.get(there.size() - 1))) {
            return receive(missing, Optional.empty());
        }
        if (!force) {
            return new RestorePlan.Refused(destination + " exists, and " + reason(there, chain, base)
                    + ". Restore to another name with --to DATASET, or let it be overwritten with --force");
        }
        if (base < 0 && !there.isEmpty()) {
            return new RestorePlan.Refused(destination + " exists, and " + reason(there, chain, base)
                    + ". ZFS replaces no dataset that has snapshots, and --force destroys none but those that are newer"
                    + " than a common one: restore to another name with --to DATASET, or destroy it yourself");
        }
        return receive(
                missing,
                there.stream()
                        .filter(snapshot -> base >= 0 && chain.get(base).isOf(snapshot))
                        .map(Snapshot::name)
                        .findFirst());
    }

    private static RestorePlan hasIt(DatasetName destination, List<Snapshot> there, BackupEntry last, boolean force) {
        String name = "@" + last.snapshot().name();
        if (last.details().recursive()) {
            return new RestorePlan.Refused(
                    destination + " has " + name + ", but a backup with children may have been broken"
                            + " off before they came, and the map does not say which they are. Restore to another name with --to"
                            + " DATASET and compare");
        }
        if (force && !last.isOf(there.get(there.size() - 1))) {
            return new RestorePlan.Refused(destination + " has " + name + ", and newer snapshots: `zfs rollback -r "
                    + destination + name + "` takes it back there, and destroys them");
        }
        return new RestorePlan.AlreadyThere(last);
    }

    private static String reason(List<Snapshot> there, List<BackupEntry> chain, int base) {
        if (there.isEmpty()) {
            return "has no snapshots, so nothing can be received on it";
        }
        String newest = ": its newest is @" + there.get(there.size() - 1).name().name();
        return base < 0
                ? "has no snapshot in common with the backups" + newest
                : "has snapshots newer than @" + chain.get(base).snapshot().name() + ", which the backup builds on"
                        + newest;
    }

    private RestorePlan receive(List<BackupEntry> entries, Optional<SnapshotName> rollBackTo) {
        List<RestoreStep> steps = new ArrayList<>();
        for (BackupEntry entry : entries) {
            steps.add(
                    steps.isEmpty()
                            ? new RestoreStep(wanted.dataset(), entry, rollBackTo)
                            : RestoreStep.plain(wanted.dataset(), entry));
        }
        return new RestorePlan.Receive(steps);
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
