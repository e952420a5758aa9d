package org.zfsbackup.operation.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.TableZfs;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.plan.replication.IncrementalSteps;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.plan.replication.ReplicationPlan;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/** Planning asks each side as often for many datasets as for few. */
class ReplicationProcessesTest {
    private static final ReplicationChoice CHOICE = new ReplicationChoice(
            Optional.empty(), false, IncrementalSteps.EACH, false, false, SendFormatPreference.BEST);

    @TempDir
    Path directory;

    private static List<PlannedDataset> planned(Zfs from, Zfs to) throws IOException {
        return new ReplicationPlans(from, to, new DatasetName("tank/all"), new DatasetName("backup/all"), CHOICE)
                .planEach(DatasetSelection.ALL)
                .datasets();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void twoOnEachSide(int datasets) throws IOException {
        TableZfs tank = TableZfs.in(directory, "tank", datasets, 3);
        TableZfs backup = TableZfs.in(directory, "backup", datasets, 2);
        assertThat(planned(tank.zfs(), backup.zfs()))
                .hasSize(datasets)
                .allMatch(one -> one.plan() instanceof ReplicationPlan.Send send
                        && send.requests().size() == 1);
        assertThat(tank.calls()).hasSize(2);
        assertThat(backup.calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void oneMoreAtTheDestinationForAllThatAreNew(int datasets) throws IOException {
        TableZfs tank = TableZfs.in(directory, "tank", datasets, 3);
        TableZfs backup = TableZfs.in(directory, "backup", 1, 2);
        assertThat(planned(tank.zfs(), backup.zfs())).hasSize(datasets);
        assertThat(tank.calls()).hasSize(2);
        assertThat(backup.calls()).hasSize(3);
    }
}
