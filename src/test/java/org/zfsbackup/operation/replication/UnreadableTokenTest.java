package org.zfsbackup.operation.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.plan.replication.IncrementalSteps;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.process.Command;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/** A broken-off receive that the source's zfs tells nothing of: its dataset waits, and the others go on. */
class UnreadableTokenTest {
    private static final ReplicationChoice CHOICE = new ReplicationChoice(
            Optional.empty(), false, IncrementalSteps.EACH, false, false, SendFormatPreference.BEST);

    @TempDir
    Path directory;

    private Zfs zfs(String pool, String token) throws IOException {
        StringBuilder table = new StringBuilder();
        for (String name : List.of(pool + "/all", pool + "/all/broken")) {
            table.append(
                    "%1$s\tguid\t%2$d\n%1$s\treceive_resume_token\t%4$s\n%1$s@one\tguid\t%3$d\n%1$s@one\tcreatetxg\t5\n%1$s@one\tcreation\t1\n"
                            .formatted(
                                    name,
                                    name.hashCode() & 0xffff,
                                    name.length() - pool.length(),
                                    name.endsWith("/broken") ? token : "-"));
        }
        Path folder = Files.createDirectories(directory.resolve(pool));
        Files.writeString(folder.resolve("table"), table);
        for (String program : List.of("zfs", "zpool")) {
            Path script = Files.writeString(
                    folder.resolve(program),
                    """
                    #!/bin/sh
                    case "$*" in
                    'get -rHp '*) cat %s/table ;;
                    'send -nvP -t '*) echo 'zfsbackup-gate: not for this key' >&2; exit 1 ;;
                    send) echo 'send [-nVvPe] -t <receive_resume_token>' >&2; exit 2 ;;
                    esac
                    """
                            .formatted(folder));
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        return new Zfs(Command.of(folder.resolve("zfs").toString()), Duration.ofMinutes(5));
    }

    @Test
    void onlyItsOwnDatasetWaits() throws IOException {
        List<PlannedDataset> planned = new ReplicationPlans(
                        zfs("tank", "-"),
                        zfs("backup", "1-abc"),
                        new DatasetName("tank/all"),
                        new DatasetName("backup/all"),
                        CHOICE)
                .planEach(DatasetSelection.ALL)
                .datasets();

        assertThat(planned).hasSize(2);
        assertThat(planned.get(0).plan()).isInstanceOf(ReplicationPlan.UpToDate.class);
        assertThat(planned.get(1).plan().refusal())
                .get()
                .asString()
                .contains("an interrupted receive of backup/all/broken is", "neither resumed nor discarded")
                .contains("not for this key", "`zfs receive -A backup/all/broken`");
    }
}
