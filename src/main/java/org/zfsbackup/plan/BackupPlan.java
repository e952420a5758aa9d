package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Source;

/** What a backup would do. A plan is a value and changes nothing. */
public sealed interface BackupPlan {
    /** Returns why the backup cannot be done, as a sentence, or nothing if it can. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /**
     * Returns what is missing at the target even after the whole plan is done, as a sentence, or nothing if the target
     * is then complete.
     */
    default Optional<String> shortfall() {
        return Optional.empty();
    }

    /**
     * Send these streams in this order. Each one builds on the state that the one before leaves.
     *
     * @param steps the streams
     * @param passedOver snapshots before the last one that get no backup
     * @param newer snapshots after the last one, which get none either
     * @param notes sentences about the plan for the user
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

        /** Returns what the user should know before the first stream is sent, as sentences. */
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
     * Send nothing, because the target has the newest snapshot that can be sent.
     *
     * @param newest that snapshot
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

    /**
     * There is nothing to send, and the user cannot have meant that.
     *
     * @param why a sentence that also says what to do
     */
    record Impossible(String why) implements BackupPlan {
        @Override
        public Optional<String> refusal() {
            return Optional.of(why);
        }
    }

    /**
     * The target has backups of this dataset, but none on which an incremental could build.
     *
     * @param source what the user asked for
     * @param here the snapshots at the source, oldest first
     * @param there the backups at the target
     * @param why a sentence
     */
    record Conflict(Source source, List<Snapshot> here, List<BackupEntry> there, String why) implements BackupPlan {
        public Conflict {
            here = List.copyOf(here);
            there = List.copyOf(there);
        }

        /** Returns a text that describes both sides and says what to do. */
        public String explanation() {
            return why + ". Snapshots of " + source.dataset() + " here: "
                    + shortened(here.stream()
                            .map(snapshot -> snapshot.name().name() + " (guid " + snapshot.guid() + ")")
                            .toList())
                    + ". Backups at the target: "
                    + shortened(there.stream()
                            .map(entry -> entry.snapshot().toString())
                            .toList())
                    + ". Nothing was done. To start a new chain beside the old backups, run it again with --full";
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
