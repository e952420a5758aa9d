package org.zfsbackup.operation.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.plan.replication.IncrementalSteps;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.process.Command;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/** Planning asks each side as often for many datasets as for few. */
class ReplicationProcessesTest {
    private static final ReplicationChoice CHOICE = new ReplicationChoice(
            Optional.empty(), false, IncrementalSteps.EACH, false, false, SendFormatPreference.BEST);

    @TempDir
    Path directory;

    /** A zfs that prints the table of so many datasets with so many snapshots each. */
    private Zfs side(String pool, int datasets, int snapshots) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(pool));
        try (PrintWriter table = new PrintWriter(Files.newBufferedWriter(folder.resolve("table")))) {
            for (int i = 0; i < datasets; i++) {
                String name = pool + "/all" + (i == 0 ? "" : "/d" + i);
                table.println(name + "\tguid\t" + (pool.length() * 1_000_000L + i));
                for (int one = 1; one <= snapshots; one++) {
                    String snapshot = name + "@s" + one;
                    table.println(snapshot + "\tguid\t" + (i * 1000L + one));
                    table.println(snapshot + "\tcreation\t" + (1_700_000_000L + one));
                    table.println(snapshot + "\tcreatetxg\t" + (10 + one));
                }
            }
        }
        for (String program : List.of("zfs", "zpool")) {
            Path script = Files.writeString(
                    folder.resolve(program),
                    "#!/bin/sh\necho \"$*\" >>%1$s/calls\n[ \"$1 $2\" != 'get -rHp' ] || exec cat %1$s/table\n"
                            .formatted(folder));
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        return new Zfs(Command.of(folder.resolve("zfs").toString()), Duration.ofSeconds(60));
    }

    private static List<PlannedDataset> planned(Zfs from, Zfs to) throws IOException {
        return new ReplicationPlans(from, to, new DatasetName("tank/all"), new DatasetName("backup/all"), CHOICE)
                .planEach(DatasetSelection.ALL);
    }

    private List<String> calls(String pool) throws IOException {
        return Files.readAllLines(directory.resolve(pool).resolve("calls"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void twoOnEachSide(int datasets) throws IOException {
        assertThat(planned(side("tank", datasets, 3), side("backup", datasets, 2)))
                .hasSize(datasets)
                .allMatch(one -> one.plan() instanceof ReplicationPlan.Send send
                        && send.requests().size() == 1);
        assertThat(calls("tank")).hasSize(2);
        assertThat(calls("backup")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void oneMoreAtTheDestinationForAllThatAreNew(int datasets) throws IOException {
        assertThat(planned(side("tank", datasets, 3), side("backup", 1, 2))).hasSize(datasets);
        assertThat(calls("tank")).hasSize(2);
        assertThat(calls("backup")).hasSize(3);
    }
}
