package org.zfsbackup.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Source;

/** What a backup would do. */
public sealed interface BackupPlan {
    /** Why nothing can be done; nothing where it can. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /**
     * These streams, in this order, each on what the one before leaves.
     *
     * @param passedOver snapshots that get no backup, because some child lacks them
     */
    record Send(List<SendStep> steps, List<Snapshot> passedOver) implements BackupPlan {
        public Send {
            steps = List.copyOf(steps);
            passedOver = List.copyOf(passedOver);
        }

        Send(List<SendStep> steps) {
            this(steps, List.of());
        }

        /** A sentence on each snapshot that is passed over. */
        public List<String> warnings() {
            return passedOver.stream()
                    .map(snapshot -> snapshot.name()
                            + " gets no backup: a dataset below does not have it. Snapshots for a backup with children are"
                            + " made with zfs snapshot -r")
                    .toList();
        }
    }

    /** Nothing: the wanted snapshot is at the target. */
    record UpToDate(Snapshot newest) implements BackupPlan {}

    /** There is nothing to be sent, and that is not what the user can have meant. */
    record Impossible(String why) implements BackupPlan {
        @Override
        public Optional<String> refusal() {
            return Optional.of(why);
        }
    }

    /** The target holds backups of this dataset, and none that an incremental could build on. */
    record Conflict(Source source, List<Snapshot> here, List<BackupEntry> there, String why) implements BackupPlan {
        public Conflict {
            here = List.copyOf(here);
            there = List.copyOf(there);
        }

        /** Both sides, and what to do. */
        public String explanation() {
            return why + ". Snapshots of " + source.dataset() + " here: "
                    + shortened(here.stream()
                            .map(snapshot -> snapshot.name().name() + " (guid " + snapshot.guid() + ")")
                            .toList())
                    + ". Backups at the target: "
                    + shortened(there.stream()
                            .map(entry -> entry.snapshot().toString())
                            .toList())
                    + ". Nothing was done. To begin a new chain beside the old backups, run it again with --full";
        }

        @Override
        public Optional<String> refusal() {
            return Optional.of(explanation());
        }

        private static String shortened(List<String> names) {
            int shown = 10;
            String text = names.stream().skip(Math.max(0, names.size() - shown)).collect(Collectors.joining(", "));
            return names.size() > shown ? "(" + (names.size() - shown) + " older ones,) " + text : text;
        }
    }
}
