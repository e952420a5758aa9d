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
                        + sides.here().name() + ": the source may have been renamed",
                List.of(
                        "`zfs rename " + ShellName.of(elsewhere) + " " + ShellName.of(sides.destination())
                                + "` and run it again: the replication then continues",
                        "run it again with --full, which starts a second replica beside it"));
    }

    ReplicationPlan noSnapshots() {
        return conflict(
                Divergence.Kind.DESTINATION_HAS_NO_SNAPSHOTS,
                sides.destination() + " exists and has no snapshots, so nothing can be received on it",
                List.of(
                        "another destination",
                        "`zfs destroy " + ShellName.of(sides.destination()) + "`, if nothing in it is worth keeping",
                        "`zfs rename " + ShellName.of(sides.destination()) + " ANOTHER-NAME`"));
    }

    /** Handles a destination whose newest snapshot does not exist at the source, not even as a bookmark. */
    ReplicationPlan diverged() {
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
