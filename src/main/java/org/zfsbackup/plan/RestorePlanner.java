package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.ShellName;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Source;

/**
 * Decides which backups a restore receives: those after the newest snapshot that the destination has, or the whole
 * chain.
 */
public final class RestorePlanner {
    private final Source wanted;
    private final Chains chains;

    /**
     * Creates the planner.
     *
     * @param wanted the dataset, for its newest backup, or one snapshot of it
     * @param chains the backups of that dataset
     */
    public RestorePlanner(Source wanted, Chains chains) {
        this.wanted = wanted;
        this.chains = chains;
    }

    /**
     * Returns the wanted backup: the one of the given snapshot, or the newest. If a snapshot has several, the last one
     * in the map.
     */
    public Optional<BackupEntry> entry() {
        return chains.entries().stream()
                .filter(entry ->
                        wanted.snapshot().map(entry.snapshot().name()::equals).orElse(true))
                .reduce(this::newer);
    }

    /**
     * Returns which of two backups, in the order of the map, has the newer snapshot; the second if both have the same.
     */
    private BackupEntry newer(BackupEntry first, BackupEntry second) {
        return chains.isNewer(first, second) ? first : second;
    }

    /**
     * Plans a restore.
     *
     * @param destination the dataset to restore to
     * @param there its state; empty if it does not exist
     * @param token what its resume token says; empty if it has none, or one that cannot be read
     * @param force whether existing data may be rolled back or replaced
     */
    public RestorePlan planOnto(
            DatasetName destination, Optional<DatasetState> there, Optional<ResumeToken> token, boolean force) {
        if (there.flatMap(DatasetState::token).isEmpty()) {
            return plan(destination, there.map(DatasetState::snapshots), force);
        }
        return token.flatMap(known -> resumed(destination, there.get().snapshots(), known))
                .orElseGet(() -> partlyReceived(destination));
    }

    /** Goes on with the stream that was being received, if it is the one that the restore needs next. */
    private Optional<RestorePlan> resumed(DatasetName destination, List<Snapshot> there, ResumeToken token) {
        return entry().flatMap(chains::chainOf)
                .map(RestorePlanner::fromNewestClone)
                .flatMap(chain -> {
                    int held = newestIn(there, chain);
                    return new PartialRestore(token, there, chain, held).point().map(point -> {
                        List<RestoreStep> steps = new ArrayList<>(
                                steps(destination, chain.subList(held + 1, chain.size()), Optional.empty()));
                        steps.set(0, steps.get(0).resumedAt(point));
                        return new RestorePlan.Receive(steps);
                    });
                });
    }

    /**
     * Plans a restore.
     *
     * @param destination the dataset to restore to
     * @param there its snapshots, oldest first; empty if it does not exist
     * @param force whether existing data may be rolled back or replaced
     */
    public RestorePlan plan(DatasetName destination, Optional<List<Snapshot>> there, boolean force) {
        Optional<BackupEntry> entry = entry();
        if (entry.isEmpty()) {
            return new RestorePlan.Refused(
                    "the target has no backup of " + wanted + ": `list` shows those that it has");
        }
        Optional<List<BackupEntry>> chain = chains.chainOf(entry.get()).map(RestorePlanner::fromNewestClone);
        if (chain.isEmpty()) {
            return new RestorePlan.Refused("the backup of " + wanted.dataset() + "@"
                    + entry.get().snapshot().name()
                    + " builds on one that is not in the map, so it cannot be restored. Choose another snapshot");
        }
        return there.map(snapshots -> onto(destination, snapshots, chain.get(), force))
                .orElseGet(() -> receive(destination, chain.get(), Optional.empty()));
    }

    /** A stream that creates a clone needs its origin in the pool, and nothing else of the chain before it. */
    private static List<BackupEntry> fromNewestClone(List<BackupEntry> chain) {
        int first = chain.size() - 1;
        while (first > 0 && !chain.get(first).details().newClone()) {
            first--;
        }
        return chain.subList(first, chain.size());
    }

    private RestorePlan onto(DatasetName destination, List<Snapshot> there, List<BackupEntry> chain, boolean force) {
        BackupEntry last = chain.get(chain.size() - 1);
        boolean recursive = chain.stream().anyMatch(entry -> entry.details().recursive());
        if (there.stream().anyMatch(last::isOf)) {
            return hasIt(destination, there, last, force);
        }
        if (recursive && force) {
            return new RestorePlan.Refused(destination + " exists, and the backup is recursive: with --force, ZFS would"
                    + " destroy each dataset and snapshot below it that the backup does not hold. Restore to"
                    + " another name with --to DATASET, or without --force");
        }
        int base = newestIn(there, chain);
        List<BackupEntry> missing = chain.subList(base + 1, chain.size());
        if (base >= 0 && chain.get(base).isOf(there.get(there.size() - 1))) {
            return receive(destination, missing, Optional.empty());
        }
        if (!force) {
            return new RestorePlan.Refused(destination + " exists, and " + reason(there, chain, base)
                    + ". Restore to another name with --to DATASET, or let it be overwritten with --force");
        }
        if (base < 0 && !there.isEmpty()) {
            return new RestorePlan.Refused(destination + " exists, and " + reason(there, chain, base)
                    + ". ZFS does not replace a dataset that has snapshots, and --force destroys only those that are"
                    + " newer than a common one: restore to another name with --to DATASET, or destroy it yourself");
        }
        return receive(
                destination,
                missing,
                there.stream()
                        .filter(snapshot -> base >= 0 && chain.get(base).isOf(snapshot))
                        .map(Snapshot::name)
                        .findFirst());
    }

    /**
     * Refuses to restore to a dataset that holds what an interrupted {@code zfs receive -s} has left: ZFS receives nothing
     * else there.
     */
    private static RestorePlan partlyReceived(DatasetName destination) {
        return new RestorePlan.Refused(
                "an interrupted receive of something else has left partial state in " + destination
                        + ", so nothing can be received there. `zfs receive -A " + ShellName.of(destination)
                        + "` discards it; or restore to another name with --to DATASET");
    }

    private static RestorePlan hasIt(DatasetName destination, List<Snapshot> there, BackupEntry last, boolean force) {
        String name = "@" + last.snapshot().name();
        if (last.details().recursive()) {
            return new RestorePlan.Refused(
                    destination + " has " + name + ", but a recursive backup may have been interrupted"
                            + " before the datasets below came, and the map does not list them. Restore to another"
                            + " name with --to DATASET and compare");
        }
        if (force && !last.isOf(there.get(there.size() - 1))) {
            return new RestorePlan.Refused(destination + " has " + name + " and newer snapshots: `zfs rollback -r "
                    + destination + name + "` goes back to it and destroys the newer ones");
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

    private RestorePlan receive(DatasetName destination, List<BackupEntry> entries, Optional<SnapshotName> rollBackTo) {
        return new RestorePlan.Receive(steps(destination, entries, rollBackTo));
    }

    private List<RestoreStep> steps(
            DatasetName destination, List<BackupEntry> entries, Optional<SnapshotName> rollBackTo) {
        List<RestoreStep> steps = new ArrayList<>();
        for (BackupEntry entry : entries) {
            steps.add(new RestoreStep(
                    chains.datasetOf(entry),
                    entry,
                    Optional.of(destination),
                    steps.isEmpty() ? rollBackTo : Optional.empty()));
        }
        return steps;
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
