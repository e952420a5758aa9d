package org.zfsbackup.plan.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ShellName;
import org.zfsbackup.zfs.Snapshot;

/** Describes how the two sides differ, and what would solve it. */
final class Conflicts {
    private final ReplicationState sides;
    private final List<Snapshot> here;
    private final List<Snapshot> there;

    Conflicts(ReplicationState sides) {
        this.sides = sides;
        this.here = sides.here().snapshots();
        this.there = sides.there().map(DatasetState::snapshots).orElse(List.of());
    }

    ReplicationPlan form(String why) {
        return conflict(Divergence.Kind.FORM, why, List.of());
    }

    ReplicationPlan renamed(DatasetName elsewhere) {
        return conflict(
                Divergence.Kind.RENAMED,
                sides.destination() + " does not exist, but " + elsewhere + " holds snapshots of "
                        + sides.here().name() + ": the source may have been renamed, or promoted",
                List.of(
                        "`zfs rename " + ShellName.of(elsewhere) + " " + ShellName.of(sides.destination())
                                + "` and run it again: the replication then continues",
                        "run it again with --full, which starts a second replica beside it"));
    }

    ReplicationPlan noSnapshots() {
        boolean parent = sides.empty().map(EmptyDestination::hasDatasetsBelow).orElse(false);
        String name = ShellName.of(sides.destination());
        return conflict(
                Divergence.Kind.DESTINATION_HAS_NO_SNAPSHOTS,
                sides.destination() + " exists and has no snapshots, so nothing can be received on it",
                parent && sides.here().encrypted()
                        ? aside(name)
                        : parent
                                ? List.of(
                                        "--force-receive (force=true), which replaces what is in it and keeps the datasets"
                                                + " below it, if nothing in it is worth keeping")
                                : List.of(
                                        "another destination",
                                        "`zfs destroy " + name + "`, if nothing in it is worth keeping",
                                        "`zfs rename " + name + " ANOTHER-NAME`"));
    }

    /** ZFS receives nothing encrypted over a dataset that exists. */
    private static List<String> aside(String name) {
        return List.of("`zfs rename " + name
                + " ANOTHER-NAME` there and run it again, which takes the datasets below it"
                + " along and receives it anew; then move each of them back with `zfs rename ANOTHER-NAME/CHILD " + name
                + "/CHILD`, and run it again");
    }

    /** Handles a destination whose newest snapshot does not exist at the source, not even as a bookmark. */
    ReplicationPlan diverged() {
        return sides.promotion().map(this::promoted).orElseGet(this::divergedByItself);
    }

    /** The replica must stay, because that of the promoted dataset needs its snapshots. */
    private ReplicationPlan promoted(Promotion promotion) {
        Snapshot end = there.get(there.size() - 1);
        String name = ShellName.of(sides.destination());
        String below = " (what is below it moves along, and the next run says how to move it back)";
        String source = sides.here().name().toString();
        String other = promotion.replica().map(ShellName::of).orElse("");
        String way;
        if (promotion.replica().isPresent() && !promotion.exists()) {
            way = "`zfs rename " + name + " " + other + "` there" + below + ", and replicate " + promotion.promoted()
                    + " and " + source + " again: the first then continues from it, and the second becomes its clone";
        } else if (promotion.isClone()) {
            way = "`zfs promote " + other + "` there, then `zfs rename " + name + " ANOTHER-NAME`" + below
                    + ", and run it again: " + source + " is then sent anew";
        } else {
            way = "`zfs rename " + name + " ANOTHER-NAME` there" + below + " and run it again: " + source
                    + " is then sent anew";
        }
        return conflict(
                Divergence.Kind.PROMOTED,
                sides.destination() + " ends with @" + end.shortName() + ", which belongs to " + promotion.promoted()
                        + " now, because that was promoted",
                List.of(way));
    }

    private ReplicationPlan divergedByItself() {
        Optional<Snapshot> common = newestCommon();
        Optional<Snapshot> remade = there.stream()
                .filter(snapshot -> here.stream()
                        .anyMatch(own -> own.shortName().equals(snapshot.shortName())
                                && !own.guid().equals(snapshot.guid())))
                .findFirst();
        List<String> ways = new ArrayList<>();
        common.ifPresent(snapshot -> ways.add("`zfs rollback -r " + ShellName.of(snapshot.fullName())
                + "` at the destination, which destroys " + after(snapshot)));
        ways.add("`zfs rename " + ShellName.of(sides.destination())
                + " ANOTHER-NAME` there and run it again: then everything is sent again");
        Divergence.Kind kind = remade.isPresent()
                ? Divergence.Kind.SNAPSHOT_REMADE
                : common.isPresent() ? Divergence.Kind.DESTINATION_WENT_ON : Divergence.Kind.NOTHING_IN_COMMON;
        return conflict(kind, why(common, remade), ways);
    }

    private String why(Optional<Snapshot> common, Optional<Snapshot> remade) {
        String none = sides.destination() + " has no snapshot in common with "
                + sides.here().name();
        String start = common.map(snapshot -> sides.destination() + " has " + after(snapshot)
                        + ", which the source does not have, after @" + snapshot.shortName()
                        + ", the newest common snapshot")
                .orElse(none);
        return start
                + remade.map(snapshot -> "; @" + snapshot.shortName()
                                + " is a different snapshot on each side, with the same name")
                        .orElse("");
    }

    private Optional<Snapshot> newestCommon() {
        List<Guid> guids = here.stream().map(Snapshot::guid).toList();
        return there.stream()
                .filter(snapshot -> guids.contains(snapshot.guid()))
                .reduce((first, second) -> second);
    }

    private String after(Snapshot common) {
        return String.join(
                ", ",
                there.subList(there.indexOf(common) + 1, there.size()).stream()
                        .map(snapshot -> "@" + snapshot.shortName())
                        .toList());
    }

    private ReplicationPlan conflict(Divergence.Kind kind, String why, List<String> commands) {
        return new ReplicationPlan.Conflict(
                new Divergence(kind, sides.here().name(), here, sides.destination(), there, why, commands));
    }
}
