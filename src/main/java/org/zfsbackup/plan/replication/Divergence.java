package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Snapshot;

/**
 * Source and destination do not go together; nothing was done.
 *
 * @param commands what would solve it, for the user to choose from and to run
 */
public record Divergence(
        Kind kind,
        DatasetName source,
        List<Snapshot> here,
        DatasetName destination,
        List<Snapshot> there,
        String why,
        List<String> commands) {
    private static final int SHOWN = 10;

    /** In which way. */
    public enum Kind {
        /** Both have snapshots, and none in common. */
        NOTHING_IN_COMMON,
        /** The destination has snapshots of its own behind the last common one. */
        DESTINATION_WENT_ON,
        /** A snapshot of the same name is another one. */
        SNAPSHOT_REMADE,
        /** The destination exists and has no snapshots. */
        DESTINATION_HAS_NO_SNAPSHOTS,
        /** Another dataset at the destination holds the same snapshots. */
        RENAMED,
        /** The wanted form of stream cannot go on from the one that was received. */
        FORM
    }

    public Divergence {
        here = List.copyOf(here);
        there = List.copyOf(there);
        commands = List.copyOf(commands);
    }

    /** Both sides, and what to do. */
    public String explanation() {
        return why + ". Nothing was done. Snapshots of " + source + ": " + shortened(here) + ". Of " + destination
                + ": "
                + shortened(there) + "."
                + (commands.isEmpty() ? "" : " What would solve it: " + String.join("; or ", commands));
    }

    private static String shortened(List<Snapshot> snapshots) {
        if (snapshots.isEmpty()) {
            return "none";
        }
        int left = Math.max(0, snapshots.size() - SHOWN);
        return (left > 0 ? "(" + left + " older ones,) " : "")
                + snapshots.stream()
                        .skip(left)
                        .map(one -> "@" + one.shortName() + " (guid " + one.guid() + ")")
                        .collect(Collectors.joining(", "));
    }
}
