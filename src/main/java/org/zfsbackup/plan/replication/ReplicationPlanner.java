package org.zfsbackup.plan.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.plan.RecursiveClones;
import org.zfsbackup.plan.Unsent;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.sendstream.SentTree;

/**
 * Decides which streams a replication sends from dataset to dataset. They build on the newest common snapshot, which
 * must be the destination's newest.
 */
public final class ReplicationPlanner {
    private final ReplicationChoice choice;
    private final ReplicationState sides;
    private final List<Base> history;
    private final List<Snapshot> there;
    private final SendOptions options;
    private final SnapshotTree tree;

    private ReplicationPlanner(ReplicationChoice choice, ReplicationState sides, SendOptions options) {
        this.choice = choice;
        this.sides = sides;
        this.history = sides.here().history();
        this.there = sides.there().map(DatasetState::snapshots).orElse(List.of());
        this.options = options;
        this.tree = choice.recursive() ? SnapshotTree.of(sides.recursive()) : SnapshotTree.alone(List.of());
    }

    /**
     * Plans a replication.
     *
     * @param choice what the user wants
     * @param sides the state of source and destination
     */
    public static ReplicationPlan plan(ReplicationChoice choice, ReplicationState sides) {
        SendFormat form = new SendFormat(choice.form(), sides, choice.recursive());
        ReplicationPlanner planner = new ReplicationPlanner(choice, sides, form.options());
        ReplicationPlan plan = planner.plan(form.refusal());
        return plan instanceof ReplicationPlan.Send
                ? planner.disorder()
                        .<ReplicationPlan>map(ReplicationPlan.Impossible::new)
                        .orElse(plan)
                : plan;
    }

    private ReplicationPlan plan(Optional<String> wrongForm) {
        int last = last();
        if (last < 0) {
            return new ReplicationPlan.Impossible(noSnapshot());
        }
        if (wrongForm.isPresent()) {
            return new Conflicts(sides).form(wrongForm.get());
        }
        if (sides.there().isEmpty()) {
            return sides.sameElsewhere().isPresent() && !choice.newReplica()
                    ? new Conflicts(sides).renamed(sides.sameElsewhere().get())
                    : send(-1, last);
        }
        if (choice.force() && choice.recursive()) {
            return new ReplicationPlan.Impossible(sides.destination() + " exists, and with force ZFS would destroy each"
                    + " dataset and snapshot below it that the source does not have: leave out force, or use"
                    + " recursive=each");
        }
        if (sides.token().isPresent()) {
            return resume(sides.token().get(), last);
        }
        if (there.isEmpty()) {
            return choice.force() || (sides.isContainer() && !choice.recursive() && !options.raw())
                    ? send(-1, last)
                    : new Conflicts(sides).noSnapshots();
        }
        return onto(last);
    }

    /** Returns the index of the snapshot to end with; -1 if there is none. */
    private int last() {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i) instanceof Snapshot one
                    && choice.last().map(one.shortName()::equals).orElseGet(() -> isSendable(one))) {
                return isSendable(one) ? i : -1;
            }
        }
        return -1;
    }

    private String noSnapshot() {
        String dataset = sides.here().name().toString();
        String make = "create one with `zfs snapshot " + (choice.recursive() ? "-r " : "") + dataset + "@NAME`";
        String children = choice.recursive() ? " that exists in all datasets below it" : "";
        return choice.last()
                .map(name -> "there is no snapshot " + dataset + "@" + name + children
                        + ": `zfs list -t snapshot` shows those that exist")
                .orElse("there is no snapshot of " + dataset + children + ": " + make);
    }

    /** Returns false for a snapshot that a dataset below lacks: no recursive stream of it can be sent. */
    private boolean isSendable(Snapshot snapshot) {
        return tree.lacking(snapshot).isEmpty();
    }

    /** Returns the snapshots in a part of the history that no recursive stream can hold. */
    private List<Unsent> unsent(int from, int to) {
        return Unsent.of(
                tree,
                history.subList(from, to).stream()
                        .filter(Snapshot.class::isInstance)
                        .map(Snapshot.class::cast)
                        .toList());
    }

    /** Returns the unsent snapshots after the last one that is sent; none if the user has named the last one. */
    private List<Unsent> newer(int last) {
        return choice.last().isPresent() ? List.of() : unsent(last + 1, history.size());
    }

    private ReplicationPlan onto(int last) {
        Snapshot end = there.get(there.size() - 1);
        int base = indexOf(end.guid());
        if (there.stream()
                .anyMatch(snapshot -> snapshot.guid().equals(history.get(last).guid()))) {
            return new ReplicationPlan.UpToDate(
                    (Snapshot) history.get(last), history.get(newestCommon()), Optional.empty(), newer(last));
        }
        if (base > last) {
            return new ReplicationPlan.Impossible(sides.destination() + " has @" + end.shortName()
                    + " already, which is newer than @" + history.get(last).shortName()
                    + ", and ZFS cannot insert a snapshot before another one");
        }
        if (base >= 0 && choice.recursive() && !(history.get(base) instanceof Snapshot)) {
            return new ReplicationPlan.Impossible("@" + end.shortName() + ", which " + sides.destination()
                    + " ends with, was pruned at the source, and a recursive stream cannot start from a bookmark:"
                    + " use recursive=each");
        }
        return base >= 0 ? send(base, last) : new Conflicts(sides).diverged();
    }

    /** Returns the index of the newest common snapshot; -1 if there is none. */
    private int newestCommon() {
        return there.stream()
                .mapToInt(snapshot -> indexOf(snapshot.guid()))
                .max()
                .orElse(-1);
    }

    private int indexOf(Guid guid) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).guid().equals(guid)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Resumes an interrupted receive. If that is impossible, its partial state is discarded and the stream is sent
     * again.
     */
    private ReplicationPlan resume(ResumeToken token, int last) {
        InterruptedReceive brokenOff = new InterruptedReceive(token, history, sides, choice.recursive(), options.raw());
        Optional<String> hindrance = brokenOff.hindrance(
                there.isEmpty()
                        ? Optional.empty()
                        : Optional.of(there.get(there.size() - 1).guid()));
        if (hindrance.isPresent()) {
            return withGivenUp(hindrance.get(), there.isEmpty() ? send(-1, last) : onto(last));
        }
        List<SendRequest> requests = new ArrayList<>();
        requests.add(brokenOff.remainder());
        requests.addAll(requests(indexOf(brokenOff.remainder().snapshot().guid()), last));
        return new ReplicationPlan.Send(requests, Optional.empty(), List.of(), newer(last));
    }

    private static ReplicationPlan withGivenUp(String why, ReplicationPlan then) {
        if (then instanceof ReplicationPlan.Send send) {
            return new ReplicationPlan.Send(send.requests(), Optional.of(why), send.warnings(), send.newer());
        }
        return then instanceof ReplicationPlan.UpToDate done
                ? new ReplicationPlan.UpToDate(done.newest(), done.base(), Optional.of(why), done.newer())
                : then;
    }

    private ReplicationPlan send(int base, int last) {
        List<SendRequest> requests = requests(base, last);
        return LongNames.refusal(sides, requests)
                .<ReplicationPlan>map(ReplicationPlan.Impossible::new)
                .orElseGet(
                        () -> new ReplicationPlan.Send(requests, Optional.empty(), warnings(base, last), newer(last)));
    }

    /** Returns why no recursive stream can be sent, if that is so. */
    private Optional<String> disorder() {
        return choice.recursive()
                ? RecursiveClones.disorder(sides.recursive())
                        .or(() -> RecursiveClones.plainBelowEncrypted(sides.recursive(), choice.form()))
                : Optional.empty();
    }

    /**
     * Returns the streams.
     *
     * @param from the index of the destination's newest snapshot; -1 for an empty destination
     */
    private List<SendRequest> requests(int from, int last) {
        List<Integer> wanted = new ArrayList<>();
        for (int i = from + 1; i <= last; i++) {
            if (history.get(i) instanceof Snapshot one && isSendable(one)) {
                wanted.add(i);
            }
        }
        if (choice.increments() == IncrementalSteps.LAST && wanted.size() > 1) {
            wanted = List.of(last);
        }
        List<SendRequest> requests = new ArrayList<>();
        int base = from;
        for (int i : wanted) {
            boolean together = choice.increments() == IncrementalSteps.TOGETHER
                    && base >= 0
                    && history.get(base) instanceof Snapshot;
            int to = together ? last : i;
            requests.add(request(base, to, together));
            base = to;
            if (to == last) {
                break;
            }
        }
        return requests;
    }

    private SendRequest request(int base, int to, boolean together) {
        return new SendRequest(
                (Snapshot) history.get(to),
                base < 0 ? origin() : Optional.of(history.get(base)),
                choice.recursive(),
                together,
                options,
                Optional.empty(),
                choice.recursive() ? Optional.of(new SentTree(sides.recursive(), true)) : Optional.empty());
    }

    /**
     * Where the destination has the origin of a clone, the clone needs there about what it needs here. ZFS receives no
     * clone over a container.
     */
    private Optional<Base> origin() {
        return choice.recursive() || sides.isContainer()
                ? Optional.empty()
                : sides.origin().map(Base.class::cast);
    }

    private List<String> warnings(int base, int last) {
        return Unsent.sentence(unsent(base + 1, last + 1), "sent").stream().toList();
    }
}
