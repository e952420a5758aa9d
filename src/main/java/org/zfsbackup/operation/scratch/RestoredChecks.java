package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.zfsbackup.operation.scratch.RestoredDatasets.RestoredDataset;
import org.zfsbackup.operation.scratch.TestRestoreReport.Check;
import org.zfsbackup.operation.scratch.TestRestoreReport.Verdict;
import org.zfsbackup.plan.PropertyClasses;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;

/** Compares a restored dataset with what was backed up. For one thread. */
final class RestoredChecks {
    private final Zfs zfs;
    private final ScratchArea area;
    private final RestoredDataset dataset;
    private final List<Check> checks = new ArrayList<>();

    private RestoredChecks(Zfs zfs, ScratchArea area, RestoredDataset dataset) {
        this.zfs = zfs;
        this.area = area;
        this.dataset = dataset;
    }

    /**
     * Compares GUID, properties and files.
     *
     * @throws IOException if zfs cannot be asked; what cannot be compared is in the checks
     */
    static List<Check> of(Zfs zfs, ScratchArea area, RestoredDataset dataset) throws IOException {
        RestoredChecks found = new RestoredChecks(zfs, area, dataset);
        found.all();
        return found.checks;
    }

    private void all() throws IOException {
        Optional<DatasetState> state = zfs.state(dataset.restored());
        Optional<Snapshot> snapshot = state.flatMap(found -> RestoredDatasets.snapshot(found, dataset.snapshot()));
        if (snapshot.isEmpty()) {
            add("snapshot", Verdict.DIFFERENT, "@" + dataset.snapshot().name() + " is not there after the restore");
            return;
        }
        boolean compared = dataset.snapshot().guid().isPresent();
        add(
                "snapshot",
                compared ? Verdict.SAME : Verdict.NOT_COMPARED,
                compared
                        ? "it has the recorded GUID " + snapshot.get().guid()
                        : "it was restored, but the original program recorded no GUID to compare it with");
        properties();
        files(state.get(), snapshot.get());
    }

    private void properties() throws IOException {
        if (dataset.properties().isEmpty()) {
            add("properties", Verdict.NOT_COMPARED, "an older program made the backup and recorded none");
            return;
        }
        Map<String, String> wanted =
                PropertyClasses.restoredElsewhere(dataset.properties().get());
        Map<String, String> found =
                zfs.localProperties().read(dataset.restored(), false).getOrDefault(dataset.restored(), Map.of());
        Map<String, String> wrong = new TreeMap<>(wanted);
        wrong.entrySet().removeIf(one -> one.getValue().equals(found.get(one.getKey())));
        if (wrong.isEmpty()) {
            add(
                    "properties",
                    Verdict.SAME,
                    wanted.isEmpty() ? "none had to be restored" : "set as recorded: " + wanted.keySet());
        } else {
            add("properties", Verdict.DIFFERENT, "not restored: " + wrong);
        }
    }

    private void files(DatasetState state, Snapshot snapshot) throws IOException {
        if (state.volume()) {
            add("files", Verdict.NOT_COMPARED, "it is a volume: only its GUID and its digests were compared");
        } else if (state.encrypted() && !zfs.scratchDatasets().opens(dataset.restored())) {
            add(
                    "files",
                    Verdict.NOT_COMPARED,
                    "it is encrypted, and its key is not loaded: only its GUID and its digests were compared. Put the"
                            + " key into a file that keylocation names, or restore it and load the key by hand");
        } else {
            compareFiles(snapshot);
        }
    }

    private void compareFiles(Snapshot snapshot) {
        try {
            Path restored = area.view(snapshot.name());
            Optional<Snapshot> source = zfs.state(dataset.source())
                    .filter(found -> dataset.snapshot().guid().isPresent())
                    .flatMap(found -> RestoredDatasets.snapshot(found, dataset.snapshot()));
            if (source.isEmpty()) {
                withoutSource(restored);
            } else {
                compared(FileTreeComparison.compare(area.view(source.get().name()), restored));
            }
        } catch (IOException e) {
            add(
                    "files",
                    Verdict.NOT_COMPARED,
                    "they cannot be reached, so only its GUID and its digests were compared: " + e.getMessage());
        }
    }

    /** Each file is compared with itself, so every block of it is read and checked by ZFS. */
    private void withoutSource(Path restored) throws IOException {
        FileTreeComparison.Outcome read = FileTreeComparison.compare(restored, restored);
        if (read.differences() > 0) {
            add("files", Verdict.DIFFERENT, read.differences() + " cannot be read: " + String.join(", ", read.named()));
            return;
        }
        add(
                "files",
                Verdict.NOT_COMPARED,
                "this host no longer has the snapshot that was backed up, so the recorded digests and the GUID must do;"
                        + " all " + (read.files() - read.unreadable()) + " files and directories were read");
    }

    private void compared(FileTreeComparison.Outcome outcome) {
        String named = String.join(", ", outcome.named());
        if (outcome.differences() > 0) {
            add(
                    "files",
                    Verdict.DIFFERENT,
                    outcome.differences() + " of " + outcome.files() + " differ from the source: " + named);
        } else if (outcome.unreadable() > 0) {
            add(
                    "files",
                    Verdict.NOT_COMPARED,
                    outcome.unreadable() + " of " + outcome.files() + " could not be compared: " + named
                            + ". Run it as root");
        } else {
            add(
                    "files",
                    Verdict.SAME,
                    "all " + outcome.files() + " files and directories have the content, names, modes, owners and times"
                            + " of the source");
        }
    }

    private void add(String kind, Verdict verdict, String text) {
        checks.add(new Check(dataset.source() + ": " + kind, verdict, text));
    }
}
