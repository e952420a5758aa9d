package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Snapshot;

/**
 * Source and destination have diverged, so nothing was done.
 *
 * @param kind how they differ
 * @param source the source
 * @param here its snapshots, oldest first
 * @param destination the destination
 * @param there its snapshots, oldest first
 * @param why a sentence
 * @param commands what would solve it; the user chooses one
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

    /** How they differ. */
    public enum Kind {
        /** Both have snapshots, and none in common. */
        NOTHING_IN_COMMON,
        /** The destination has snapshots of its own after the newest common one. */
        DESTINATION_WENT_ON,
        /** Both have a snapshot of the same name, but with different GUIDs. */
        SNAPSHOT_REMADE,
        /** The destination exists and has no snapshots. */
        DESTINATION_HAS_NO_SNAPSHOTS,
        /** Another dataset at the destination holds the same snapshots. */
        RENAMED,
        /** The destination's newest snapshot belongs to another dataset at the source now, which was promoted. */
        PROMOTED,
        /** A stream in the wanted form cannot build on what was received. */
        FORM
    }

    public Divergence {
        here = List.copyOf(here);
        there = List.copyOf(there);
        commands = List.copyOf(commands);
    }

    /** Returns a text that describes both sides and says what to do. */
    public String explanation() {
        return why + ". Nothing was done. Snapshots of " + source + ": " + shortened(here) + ". Of " + destination
                + ": "
                + shortened(there) + "."
                + (commands.isEmpty() ? "" : " To solve it: " + String.join("; or ", commands));
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
