package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;

/** Decides which streams a backup sends. They build on the newest snapshot that source and target have in common. */
public final class BackupPlanner {
    private final BackupChoice choice;
    private final SnapshotTree tree;
    private final List<Snapshot> here;
    private final Chains there;
    private final BackupFormat format;
    private final BaseCheck bases;
    private final List<String> notes = new ArrayList<>();

    /** What the first stream builds on: the snapshot at this index, or the origin of a clone, which precedes all. */
    private record Start(int index, Base base, BackupEntry entry) {}

    private BackupPlanner(
            BackupChoice choice, SnapshotTree tree, Chains there, Supplier<SendFeatures> sends, BaseCheck bases) {
        this.bases = bases;
        this.format = new BackupFormat(choice.form(), tree, sends);
        this.choice = choice;
        this.tree = tree;
        this.here = tree.snapshots();
        this.there = there;
    }

    /**
     * Plans a backup.
     *
     * @param choice what the user wants
     * @param here the source's snapshots; those that a dataset below lacks cannot be sent as a replication stream and
     *     are skipped
     * @param there the target's backups of this dataset
     * @param sends what the source's zfs can do; asked only for a new chain
     * @param bases is asked about a backup before another one is planned on it
     */
    public static BackupPlan plan(
            BackupChoice choice, SnapshotTree here, Chains there, Supplier<SendFeatures> sends, BaseCheck bases) {
        return new BackupPlanner(choice, here, there, sends, bases).plan();
    }

    private BackupPlan plan() {
        if (here.isEmpty()) {
            return new BackupPlan.Impossible("there are no snapshots of "
                    + choice.source().dataset() + " to back up: create one with `zfs snapshot "
                    + choice.source().dataset() + "@NAME`");
        }
        Optional<String> named = choice.source().snapshot();
        int last = named.isPresent() ? indexOf(named.get()) : nextSendable(here, here.size() - 1, -1);
        if (last < 0) {
            return new BackupPlan.Impossible(
                    named.isPresent()
                            ? "there is no snapshot " + choice.source()
                                    + ": `zfs list -t snapshot` shows those that exist"
                            : "no snapshot of " + choice.source() + " exists in all datasets below it: create one with"
                                    + " `zfs snapshot -r " + choice.source() + "@NAME`");
        }
        Optional<DatasetName> lacking = tree.lacking(here.get(last));
        if (lacking.isPresent()) {
            return new BackupPlan.Impossible(choice.source() + " does not exist in " + lacking.get()
                    + ", so it cannot be sent with all datasets below: choose a snapshot made with `zfs snapshot -r`");
        }
        List<Unsent> newer = named.isPresent() ? List.of() : Unsent.of(tree, here.subList(last + 1, here.size()));
        return planTo(here.subList(0, last + 1), newer);
    }

    private int indexOf(String snapshot) {
        for (int i = here.size() - 1; i >= 0; i--) {
            if (here.get(i).name().name().equals(snapshot)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns the first index from here on, in the direction of {@code step}, whose snapshot can be sent; -1 for none.
     */
    private int nextSendable(List<Snapshot> snapshots, int from, int step) {
        for (int i = from; i >= 0 && i < snapshots.size(); i += step) {
            if (tree.lacking(snapshots.get(i)).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private BackupPlan planTo(List<Snapshot> wanted, List<Unsent> newer) {
        Snapshot newest = wanted.get(wanted.size() - 1);
        Optional<Start> start = choice.full() ? Optional.empty() : start(wanted);
        Optional<String> disorder = disorder(start, wanted);
        if (disorder.isPresent()) {
            return new BackupPlan.Impossible(disorder.get());
        }
        if (start.isEmpty() && (choice.full() || there.entries().isEmpty())) {
            int first = choice.iterate() ? nextSendable(wanted, 0, 1) : wanted.size() - 1;
            return new BackupPlan.Send(fromNothing(wanted, first), passedOver(wanted, first + 1), newer, notes);
        }
        if (start.isEmpty()) {
            return new BackupPlan.Conflict(
                    choice.source(),
                    here,
                    there.entries(),
                    "the target has backups of " + choice.source().dataset() + ", but no "
                            + (choice.recursive() ? "recursive " : "")
                            + "backup of a snapshot that still exists here"
                            + " up to @" + newest.name().name() + " can be restored"
                            + (notes.isEmpty() ? "" : ". " + String.join(". ", notes)));
        }
        if (start.get().index() == wanted.size() - 1) {
            return new BackupPlan.UpToDate(newest, newer);
        }
        Optional<String> wrongFormat = format.refusal(start.get().entry());
        if (wrongFormat.isPresent()) {
            return new BackupPlan.Impossible(choice.source().dataset() + " is not backed up: " + wrongFormat.get());
        }
        int index = start.get().index();
        int next = choice.iterate() ? nextSendable(wanted, index + 1, 1) : wanted.size() - 1;
        if (isOld(start.get(), wanted.get(next))) {
            return new BackupPlan.Send(fromNothing(wanted, next), passedOver(wanted, index + 1), newer, notes);
        }
        List<SendStep> steps = onBase(
                wanted, index, start.get().base(), BackupFormat.of(start.get().entry()));
        return new BackupPlan.Send(steps, passedOver(wanted, index + 1), newer, notes);
    }

    /** Returns whether the chain has reached its limit. A new clone always begins on its origin. */
    private boolean isOld(Start start, Snapshot next) {
        return start.index() >= 0
                && there.isOwn(start.entry())
                && choice.fullEvery().isPresent()
                && there.chainOf(start.entry())
                        .filter(chain -> choice.fullEvery().get().isReached(chain, next))
                        .isPresent();
    }

    /** Returns why no recursive stream can be sent, if there is one to send. */
    private Optional<String> disorder(Optional<Start> start, List<Snapshot> wanted) {
        boolean isDone =
                start.filter(found -> found.index() == wanted.size() - 1).isPresent();
        return choice.recursive() && !isDone
                ? tree.datasets().flatMap(all -> RecursiveClones.disorder(all)
                        .or(() -> RecursiveClones.foreignOrigin(all))
                        .or(() -> RecursiveClones.plainBelowEncrypted(all, choice.form())))
                : Optional.empty();
    }

    private List<Unsent> passedOver(List<Snapshot> wanted, int from) {
        List<Snapshot> missing = wanted.subList(from, wanted.size()).stream()
                .filter(snapshot -> there.baseFor(snapshot, choice.recursive()).isEmpty())
                .toList();
        return choice.iterate() ? Unsent.of(tree, missing) : List.of();
    }

    /** Plans a full stream. A recursive one also holds the earlier snapshots of each dataset. */
    private List<SendStep> fromNothing(List<Snapshot> wanted, int first) {
        List<SendStep> steps = new ArrayList<>();
        SendOptions form = format.ofNewChain();
        steps.add(new SendStep(wanted.get(first), Optional.empty(), choice.recursive(), form));
        steps.addAll(onBase(wanted, first, wanted.get(first), form));
        return steps;
    }

    private List<SendStep> onBase(List<Snapshot> wanted, int index, Base base, SendOptions form) {
        List<SendStep> steps = new ArrayList<>();
        int last = wanted.size() - 1;
        Base from = base;
        for (int i = index; i < last; ) {
            i = choice.iterate() ? nextSendable(wanted, i + 1, 1) : last;
            steps.add(new SendStep(wanted.get(i), Optional.of(from), choice.recursive(), form));
            from = wanted.get(i);
        }
        return steps;
    }

    /**
     * Finds the newest snapshot, bookmark of one that was pruned, or origin of a clone, on whose backup an incremental can
     * build.
     */
    private Optional<Start> start(List<Snapshot> wanted) {
        for (BaseCandidates.Candidate candidate : BaseCandidates.of(tree, wanted, choice.recursive())) {
            Optional<Start> start = start(candidate.index(), candidate.base());
            if (start.isPresent()) {
                return start;
            }
        }
        return choice.recursive() ? Optional.empty() : tree.origin().flatMap(origin -> start(-1, origin));
    }

    /** A backup of another dataset is only used if it fits; that of the dataset itself is never left out silently. */
    private Optional<Start> start(int index, Base base) {
        Optional<BackupEntry> entry = there.baseFor(base, choice.recursive())
                .filter(found -> there.isOwn(found) || format.refusal(found).isEmpty());
        Optional<String> problem = entry.flatMap(found -> problem(base, found));
        problem.ifPresent(
                why -> notes.add("No backup can build on the one of @" + base.shortName() + ", because " + why));
        return problem.isPresent() ? Optional.empty() : entry.map(found -> new Start(index, base, found));
    }

    /** A bookmark is never the base of a recursive stream, and no other stream needs the check. */
    private Optional<String> problem(Base base, BackupEntry entry) {
        return base instanceof Snapshot snapshot ? bases.problem(snapshot, entry) : Optional.empty();
    }
}
