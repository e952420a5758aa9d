package org.zfsbackup.operation.replication;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;

/**
 * Checks whether the datasets below a destination have the newest common snapshot of the destination itself. An
 * interrupted recursive stream leaves only the first of them complete.
 */
record TreeCompleteness(DatasetTree here, DatasetName destination, Map<DatasetName, DatasetState> there) {
    PlannedDataset checked(PlannedDataset planned) {
        Optional<Base> common = common(planned.plan());
        List<DatasetName> lacking = common.map(this::lacking).orElse(List.of());
        if (lacking.isEmpty()) {
            return planned;
        }
        String why = "@" + common.get().shortName() + " exists as a snapshot of " + planned.destination()
                + ", but not of "
                + String.join(", ", lacking.stream().map(DatasetName::value).toList())
                + ": a recursive stream was interrupted, or something was changed there. Nothing was"
                + " changed. Use recursive=each, which continues from the snapshots that each dataset has";
        return new PlannedDataset(planned.sides(), new ReplicationPlan.Impossible(why));
    }

    private static Optional<Base> common(ReplicationPlan plan) {
        if (plan instanceof ReplicationPlan.UpToDate upToDate) {
            return Optional.of(upToDate.base());
        }
        return plan instanceof ReplicationPlan.Send send && !send.requests().isEmpty()
                ? send.requests().get(0).base()
                : Optional.empty();
    }

    /** Children that are newer than the snapshot need not have it. */
    private List<DatasetName> lacking(Base common) {
        return here.datasets().values().stream()
                .filter(child -> !child.name().equals(here.root()))
                .filter(child -> child.snapshot(common.shortName())
                        .filter(own -> !isThere(child, own.guid()))
                        .isPresent())
                .map(DatasetState::name)
                .toList();
    }

    private boolean isThere(DatasetState child, Guid guid) {
        DatasetState other = there.get(child.name().moved(here.root(), destination));
        return other != null && other.snapshot(guid).isPresent();
    }
}
