package org.zfsbackup.plan.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ShellName;
import org.zfsbackup.zfs.Snapshot;

/** Says how the two sides differ, and what would solve it. */
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
                                + "`, and it goes on from there",
                        "with --full a second replica is begun beside it"));
    }

    ReplicationPlan noSnapshots() {
        return conflict(
                Divergence.Kind.DESTINATION_HAS_NO_SNAPSHOTS,
                sides.destination() + " exists and has no snapshots, so that nothing can be received on it",
                List.of(
                        "another destination",
                        "`zfs destroy " + ShellName.of(sides.destination()) + "`, if nothing in it is of value",
                        "`zfs rename " + ShellName.of(sides.destination()) + " ANOTHER-NAME`"));
    }

    /** The destination's newest snapshot is not at the source, nor is a bookmark of it. */
    ReplicationPlan diverged() {
        Optional<Snapshot> common = newestCommon();
        Optional<Snapshot> remade = there.stream()
                .filter(one -> here.stream()
                        .anyMatch(own -> own.shortName().equals(one.shortName())
                                && !own.guid().equals(one.guid())))
                .findFirst();
        List<String> ways = new ArrayList<>();
        common.ifPresent(one -> ways.add("`zfs rollback -r " + ShellName.of(one.fullName())
                + "` at the destination, which destroys " + behind(one)));
        ways.add("`zfs rename " + ShellName.of(sides.destination()) + " ANOTHER-NAME` there: then all is sent anew");
        Divergence.Kind kind = remade.isPresent()
                ? Divergence.Kind.SNAPSHOT_REMADE
                : common.isPresent() ? Divergence.Kind.DESTINATION_WENT_ON : Divergence.Kind.NOTHING_IN_COMMON;
        return conflict(kind, why(common, remade), ways);
    }

    private String why(Optional<Snapshot> common, Optional<Snapshot> remade) {
        String none = sides.destination() + " has no snapshot in common with "
                + sides.here().name();
        String start = common.map(one -> sides.destination() + " has " + behind(one) + " behind @" + one.shortName()
                        + ", the last that both have, and the source does not have that")
                .orElse(none);
        return start
                + remade.map(one -> "; @" + one.shortName() + " is another snapshot here and there, with the same name")
                        .orElse("");
    }

    private Optional<Snapshot> newestCommon() {
        List<Guid> guids = here.stream().map(Snapshot::guid).toList();
        return there.stream().filter(one -> guids.contains(one.guid())).reduce((first, second) -> second);
    }

    private String behind(Snapshot common) {
        return String.join(
                ", ",
                there.subList(there.indexOf(common) + 1, there.size()).stream()
                        .map(one -> "@" + one.shortName())
                        .toList());
    }

    private ReplicationPlan conflict(Divergence.Kind kind, String why, List<String> commands) {
        return new ReplicationPlan.Conflict(
                new Divergence(kind, sides.here().name(), here, sides.destination(), there, why, commands));
    }
}
