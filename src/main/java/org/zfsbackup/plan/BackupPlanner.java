package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/** Chooses what to send: on the newest snapshot that source and target have in common. */
public final class BackupPlanner {
    private final BackupChoice choice;
    private final List<Snapshot> here;
    private final Chains there;

    private BackupPlanner(BackupChoice choice, List<Snapshot> here, List<BackupEntry> there) {
        this.choice = choice;
        this.here = here;
        this.there = new Chains(there);
    }

    /**
     * Plans a backup.
     *
     * @param here the source's snapshots, oldest first
     * @param there the target's backups of this dataset
     */
    public static BackupPlan plan(BackupChoice choice, List<Snapshot> here, List<BackupEntry> there) {
        return new BackupPlanner(choice, here, there).plan();
    }

    private BackupPlan plan() {
        if (here.isEmpty()) {
            return new BackupPlan.Impossible("there are no snapshots of "
                    + choice.source().dataset() + " to back up: make one with `zfs snapshot "
                    + choice.source().dataset() + "@NAME`");
        }
        Optional<Integer> last = last();
        if (last.isEmpty()) {
            return new BackupPlan.Impossible(
                    "there is no snapshot " + choice.source() + ": `zfs list -t snapshot` shows those that there are");
        }
        return planTo(here.subList(0, last.get() + 1));
    }

    private Optional<Integer> last() {
        if (choice.source().snapshot().isEmpty()) {
            return Optional.of(here.size() - 1);
        }
        String wanted = choice.source().snapshot().get();
        for (int i = here.size() - 1; i >= 0; i--) {
            if (here.get(i).name().name().equals(wanted)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private BackupPlan planTo(List<Snapshot> wanted) {
        Snapshot newest = wanted.get(wanted.size() - 1);
        if (choice.full() || there.entries().isEmpty()) {
            return new BackupPlan.Send(fromNothing(wanted));
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
        return new BackupPlan.Send(onBase(wanted, base.get()));
    }

    private List<SendStep> fromNothing(List<Snapshot> wanted) {
        Snapshot first = choice.iterate() ? wanted.get(0) : wanted.get(wanted.size() - 1);
        List<SendStep> steps = new ArrayList<>();
        steps.add(new SendStep(first, Optional.empty(), choice.recursive()));
        if (choice.iterate()) {
            steps.addAll(onBase(wanted, 0));
        }
        return steps;
    }

    private List<SendStep> onBase(List<Snapshot> wanted, int base) {
        List<SendStep> steps = new ArrayList<>();
        int last = wanted.size() - 1;
        for (int from = base; from < last; ) {
            int to = choice.iterate() ? from + 1 : last;
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
