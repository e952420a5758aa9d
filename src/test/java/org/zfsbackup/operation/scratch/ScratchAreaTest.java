package org.zfsbackup.operation.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.operation.scratch.RestoredDatasets.RestoredDataset;
import org.zfsbackup.operation.scratch.TestRestoreReport.Check;
import org.zfsbackup.operation.scratch.TestRestoreReport.Verdict;
import org.zfsbackup.process.Command;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Zfs;

/** What is created, destroyed and left alone, by a scripted zfs in which a file stands for each dataset. */
class ScratchAreaTest {
    private static final DatasetName SCRATCH = new DatasetName("tank/scratch");
    private static final String SCRIPT =
            """
            #!/bin/bash
            here=%s
            echo "$*" >>$here/calls
            name=${@: -1}
            case "$1" in
            create) [ ! -e "$here/${name//\\//,}" ] && touch "$here/${name//\\//,}" ;;
            clone) exit 1 ;;
            destroy)
                [ ! -e $here/busy ] || { rm $here/busy; echo "cannot unmount '$name': pool or dataset is busy" >&2; exit 1; }
                [ ! -e $here/stuck ] || { echo "cannot destroy '$name': filesystem has dependent clones" >&2; exit 1; }
                rm "$here/${name//\\//,}" ;;
            get)
                case "$*" in
                *keystatus*) cat $here/key ;;
                *local,received*) printf '%%s\\tcompression\\tlocal\\toff\\n' "$name" ;;
                *)
                    [ -e "$here/${name//\\//,}" ] || { echo "cannot open '$name': dataset does not exist" >&2; exit 1; }
                    cat "$here/${name//\\//,}" ;;
                esac ;;
            load-key) echo available >$here/key ;;
            esac
            """;

    @TempDir
    Path directory;

    private Zfs zfs;

    @BeforeEach
    void makeZfs() throws IOException {
        Path script = Trees.script(directory.resolve("zfs"), SCRIPT.formatted(directory));
        zfs = new Zfs(Command.of(script.toString()), Duration.ofMinutes(1));
        dataset(SCRATCH.value(), "");
    }

    private void dataset(String name, String more) {
        Trees.text(
                directory.resolve(name.replace('/', ',')),
                "%1$s\tguid\t1\n%1$s\tcreatetxg\t1\n%1$s\tcreation\t1\n%1$s\ttype\tfilesystem\n".formatted(name)
                        + more);
    }

    private List<String> calls(String verb) throws IOException {
        return Files.readAllLines(directory.resolve("calls")).stream()
                .filter(call -> call.startsWith(verb))
                .toList();
    }

    @Test
    void area_isCreatedAndDestroyed_alsoIfItWasBusy() throws IOException {
        Files.createFile(directory.resolve("busy"));

        String result =
                ScratchArea.during(zfs, SCRATCH, "x", area -> area.restored().value());

        assertThat(result).isEqualTo("tank/scratch/zfsbackup-x/restored");
        assertThat(calls("destroy")).hasSize(2).containsOnly("destroy -r tank/scratch/zfsbackup-x");
        assertThat(directory.resolve("tank,scratch,zfsbackup-x")).doesNotExist();
    }

    @Test
    void existingDataset_isRefusedAndStays() throws IOException {
        dataset("tank/scratch/zfsbackup-x", "");

        assertThatIOException()
                .isThrownBy(() -> ScratchArea.during(zfs, SCRATCH, "x", area -> "reached"))
                .withMessageContaining("tank/scratch/zfsbackup-x exists already, and is left as it is");

        assertThat(calls("destroy")).isEmpty();
        assertThat(calls("create")).isEmpty();
    }

    @Test
    void failure_isReportedWithWhatStays() throws IOException {
        Files.createFile(directory.resolve("stuck"));

        assertThatIOException()
                .isThrownBy(() -> ScratchArea.during(zfs, SCRATCH, "x", area -> {
                    throw new IOException("the chunk is damaged");
                }))
                .withMessageContaining("the chunk is damaged. Also, the scratch dataset could not be destroyed")
                .withMessageContaining("tank/scratch/zfsbackup-x (");
        assertThat(calls("destroy")).hasSize(1);
    }

    @Test
    void areaThatStays_isAFailureByItself() throws IOException {
        Files.createFile(directory.resolve("stuck"));

        assertThatIOException()
                .isThrownBy(() -> ScratchArea.during(zfs, SCRATCH, "x", area -> "done"))
                .withMessageContaining("filesystem has dependent clones");
    }

    private List<Check> checks(ScratchArea area, Map<String, String> properties) throws IOException {
        String restored = area.restored().value();
        String snapshot = restored + "@one";
        dataset(
                restored,
                restored + "\tencryption\taes-256-gcm\n"
                        + "%1$s\tguid\t77\n%1$s\tcreatetxg\t5\n%1$s\tcreation\t5\n%1$s\ttype\tsnapshot\n"
                                .formatted(snapshot));
        return RestoredChecks.of(
                zfs,
                area,
                new RestoredDataset(
                        new DatasetName("tank/home"),
                        area.restored(),
                        new SnapshotRef("one", Optional.of(Guid.parse("77"))),
                        Optional.of(properties)));
    }

    @Test
    void encryptedDatasetWithoutItsKey_isComparedByGuidAlone() throws IOException {
        Trees.text(directory.resolve("key"), "unavailable\nprompt\n");

        List<Check> checks = ScratchArea.during(zfs, SCRATCH, "x", area -> checks(area, Map.of()));

        assertThat(checks.stream().map(Check::verdict))
                .containsExactly(Verdict.SAME, Verdict.SAME, Verdict.NOT_COMPARED);
        assertThat(checks.get(2).text()).contains("its key is not loaded: only its GUID and its digests were compared");
        assertThat(calls("load-key")).isEmpty();
        assertThat(calls("clone")).isEmpty();
    }

    @Test
    void keyInAFile_isLoaded_andFilesThatCannotBeReachedAreSaid() throws IOException {
        Trees.text(directory.resolve("key"), "unavailable\nfile:///root/key\n");

        List<Check> checks = ScratchArea.during(zfs, SCRATCH, "x", area -> checks(area, Map.of()));

        assertThat(calls("load-key")).containsExactly("load-key tank/scratch/zfsbackup-x/restored");
        assertThat(checks.get(2).verdict()).isEqualTo(Verdict.NOT_COMPARED);
        assertThat(checks.get(2).text()).contains("they cannot be reached", "clone");
    }

    @Test
    void propertyThatWasNotRestored_isADifference() throws IOException {
        Trees.text(directory.resolve("key"), "unavailable\nprompt\n");
        Map<String, String> recorded =
                Map.of("compression", "zstd", "mountpoint", "/home", "quota", "5", "keylocation", "prompt");

        List<Check> checks = ScratchArea.during(zfs, SCRATCH, "x", area -> checks(area, recorded));

        assertThat(checks.get(1))
                .isEqualTo(new Check("tank/home: properties", Verdict.DIFFERENT, "not restored: {compression=zstd}"));
        assertThat(new TestRestoreReport("tank/home@one", Optional.empty(), checks).isGood())
                .isFalse();
    }
}
