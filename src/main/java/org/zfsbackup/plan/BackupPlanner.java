package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;

/** Chooses what to send: on the newest snapshot that source and target have in common. */
public final class BackupPlanner {
    private final BackupChoice choice;
    private final SnapshotTree tree;
    private final List<Snapshot> here;
    private final Chains there;

    private BackupPlanner(BackupChoice choice, SnapshotTree tree, List<BackupEntry> there) {
        this.choice = choice;
        this.tree = tree;
        this.here = tree.snapshots();
        this.there = new Chains(there);
    }

    /**
     * Plans a backup.
     *
     * @param here the source's snapshots; of those that a child lacks no replication stream can be made, so that they
     *     are passed over
     * @param there the target's backups of this dataset
     */
    public static BackupPlan plan(BackupChoice choice, SnapshotTree here, List<BackupEntry> there) {
        return new BackupPlanner(choice, here, there).plan();
    }

    private BackupPlan plan() {
        if (here.isEmpty()) {
            return new BackupPlan.Impossible("there are no snapshots of "
                    + choice.source().dataset() + " to back up: make one with `zfs snapshot "
                    + choice.source().dataset() + "@NAME`");
        }
        Optional<String> named = choice.source().snapshot();
        int last = named.isPresent() ? indexOf(named.get()) : nextSendable(here, here.size() - 1, -1);
        if (last < 0) {
            return new BackupPlan.Impossible(
                    named.isPresent()
                            ? "there is no snapshot " + choice.source()
                                    + ": `zfs list -t snapshot` shows those that there are"
                            : "no snapshot of " + choice.source() + " is there in all datasets below it: make one with"
                                    + " `zfs snapshot -r " + choice.source() + "@NAME`");
        }
        Optional<DatasetName> lacking = tree.lacking(here.get(last));
        if (lacking.isPresent()) {
            return new BackupPlan.Impossible(choice.source() + " is not there in " + lacking.get()
                    + ", so it cannot be sent with all children: choose a snapshot made with `zfs snapshot -r`");
        }
        return planTo(here.subList(0, last + 1));
    }

    private int indexOf(String snapshot) {
        for (int i = here.size() - 1; i >= 0; i--) {
            if (here.get(i).name().name().equals(snapshot)) {
                return i;
            }
        }
        return -1;
    }

    /** The first index from here on, in steps of one forwards or backwards, whose snapshot can be sent; -1 for none. */
    private int nextSendable(List<Snapshot> snapshots, int from, int step) {
        for (int i = from; i >= 0 && i < snapshots.size(); i += step) {
            if (tree.lacking(snapshots.get(i)).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private BackupPlan planTo(List<Snapshot> wanted) {
        Snapshot newest = wanted.get(wanted.size() - 1);
        if (choice.full() || there.entries().isEmpty()) {
            return new BackupPlan.Send(fromNothing(wanted), passedOver(wanted, 0));
        }
        Optional<Integer> base = newestCommon(wanted);
        if (base.isEmpty()) {
            return new BackupPlan.Conflict(
                    choice.source(),
                    here,
                    there.entries(),
                    "the target has backups of " + choice.source().dataset() + ", but no "
                            + (choice.recursive() ? "recursive " : "")
                            + "one that can be restored of a snapshot that still exists here"
                            + " up to @" + newest.name().name());
        }
        if (base.get() == wanted.size() - 1) {
            return new BackupPlan.UpToDate(newest);
        }
        return new BackupPlan.Send(onBase(wanted, base.get()), passedOver(wanted, base.get() + 1));
    }

    private List<Snapshot> passedOver(List<Snapshot> wanted, int from) {
        return choice.iterate()
                ? wanted.subList(from, wanted.size()).stream()
                        .filter(snapshot -> tree.lacking(snapshot).isPresent())
                        .toList()
                : List.of();
    }

    private List<SendStep> fromNothing(List<Snapshot> wanted) {
        int first = choice.iterate() ? nextSendable(wanted, 0, 1) : wanted.size() - 1;
        List<SendStep> steps = new ArrayList<>();
        steps.add(new SendStep(wanted.get(first), Optional.empty(), choice.recursive()));
        steps.addAll(onBase(wanted, first));
        return steps;
    }

    private List<SendStep> onBase(List<Snapshot> wanted, int base) {
        List<SendStep> steps = new ArrayList<>();
        int last = wanted.size() - 1;
        for (int from = base; from < last; ) {
            int to = choice.iterate() ? nextSendable(wanted, from + 1, 1) : last;
            steps.add(new SendStep(wanted.get(to), Optional.of(wanted.get(from)), choice.recursive()));
            from = to;
        }
        return steps;
    }

    private Optional<Integer> newestCommon(List<Snapshot> wanted) {
        Map<Guid, List<BackupEntry>> byGuid = new HashMap<>();
        Map<String, List<BackupEntry>> byName = new HashMap<>();
        for (BackupEntry entry : there.entries()) {
            entry.snapshot()
                    .guid()
                    .map(guid -> byGuid.computeIfAbsent(guid, key -> new ArrayList<>()))
                    .orElseGet(() -> byName.computeIfAbsent(entry.snapshot().name(), key -> new ArrayList<>()))
                    .add(entry);
        }
        for (int i = wanted.size() - 1; i >= 0; i--) {
            Snapshot snapshot = wanted.get(i);
            List<BackupEntry> same = byGuid.getOrDefault(snapshot.guid(), List.of());
            List<BackupEntry> named = byName.getOrDefault(snapshot.name().name(), List.of());
            if (Stream.concat(same.stream(), named.stream().filter(entry -> entry.isOf(snapshot)))
                    .anyMatch(this::isUsable)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** A base must itself be restorable, and hold the children where they are wanted. */
    private boolean isUsable(BackupEntry entry) {
        return (entry.details().recursive() || !choice.recursive()) && there.isWhole(entry);
    }
}
