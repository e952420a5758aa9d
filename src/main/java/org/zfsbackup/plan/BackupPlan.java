package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Source;

/** What a backup would do. */
public sealed interface BackupPlan {
    /** Why nothing can be done; nothing where it can. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /** What stays behind although all of the plan is done, as a sentence; nothing if the target is then complete. */
    default Optional<String> shortfall() {
        return Optional.empty();
    }

    /**
     * These streams, in this order, each on what the one before leaves.
     *
     * @param passedOver snapshots before the last one that get no backup
     * @param newer snapshots after the last one, which get none either
     * @param notes sentences on what the user should know of the plan
     */
    record Send(List<SendStep> steps, List<Unsent> passedOver, List<Unsent> newer, List<String> notes)
            implements BackupPlan {
        public Send {
            steps = List.copyOf(steps);
            passedOver = List.copyOf(passedOver);
            newer = List.copyOf(newer);
            notes = List.copyOf(notes);
        }

        Send(List<SendStep> steps) {
            this(steps, List.of(), List.of(), List.of());
        }

        /** What the user should know before the first stream is sent. */
        public List<String> warnings() {
            List<String> warnings = new ArrayList<>(notes);
            Unsent.sentence(passedOver, "backed up").ifPresent(warnings::add);
            return warnings;
        }

        @Override
        public Optional<String> shortfall() {
            return Unsent.sentence(newer, "backed up");
        }
    }

    /**
     * Nothing: the newest snapshot that can be sent is at the target.
     *
     * @param newer snapshots after it, which cannot be sent
     */
    record UpToDate(Snapshot newest, List<Unsent> newer) implements BackupPlan {
        public UpToDate {
            newer = List.copyOf(newer);
        }

        UpToDate(Snapshot newest) {
            this(newest, List.of());
        }

        @Override
        public Optional<String> shortfall() {
            return Unsent.sentence(newer, "backed up");
        }
    }

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
