package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

class RecursiveBaseTest {
    private static final DatasetName TANK = new DatasetName("tank");

    private final TreeMap<DatasetName, DatasetState> here = new TreeMap<>();
    private final List<RecordedDataset> recorded = new ArrayList<>();

    private static Snapshot snapshot(String dataset, String name, long guid) {
        return new Snapshot(new DatasetName(dataset).at(name), new Guid(guid), Instant.EPOCH);
    }

    private void has(String dataset, Snapshot... snapshots) {
        DatasetName name = new DatasetName(dataset);
        List<Base> line = List.of(snapshots);
        here.put(name, new DatasetState(name, new Guid(1), false, false, line, List.of(), Set.of(), Optional.empty()));
    }

    private void stored(String path, long guid) {
        recorded.add(new RecordedDataset(path, new Guid(guid), Optional.empty(), Optional.empty()));
    }

    private Optional<String> problem() {
        return RecursiveBase.problem(new DatasetTree(TANK, here), snapshot("tank", "s1", 11), recorded);
    }

    @BeforeEach
    void tree() {
        has("tank", snapshot("tank", "s1", 11), snapshot("tank", "s2", 12));
        has("tank/a", snapshot("tank/a", "s1", 21), snapshot("tank/a", "s2", 22));
        stored("", 11);
        stored("a", 21);
    }

    @Test
    void sameSnapshotsEverywhere_areABase() {
        assertThat(problem()).isEmpty();
    }

    @Test
    void childWithoutTheSnapshot_isNamed() {
        has("tank/a", snapshot("tank/a", "s2", 22));
        assertThat(problem()).contains("tank/a no longer has @s1");
    }

    @Test
    void childWithAnotherSnapshotOfThatName_isNamed() {
        has("tank/a", snapshot("tank/a", "s1", 77), snapshot("tank/a", "s2", 22));
        assertThat(problem()).hasValueSatisfying(text -> assertThat(text)
                .contains("tank/a@s1 is not the snapshot in the earlier backup", "77", "21"));
    }

    @Test
    void newChildWithoutTheSnapshot_goesInFull() {
        has("tank/new", snapshot("tank/new", "s2", 32));
        assertThat(problem()).isEmpty();
    }

    @Test
    void childThatBroughtTheSnapshotFromElsewhere_isNamed() {
        has("tank/moved", snapshot("tank/moved", "s1", 31), snapshot("tank/moved", "s2", 32));
        assertThat(problem())
                .hasValueSatisfying(text -> assertThat(text).contains("tank/moved is not in the earlier backup"));
    }

    @Test
    void childThatIsGone_isNoProblem() {
        here.remove(new DatasetName("tank/a"));
        assertThat(problem()).isEmpty();
    }

    @Test
    void recordWithoutDatasets_wantsTheNameEverywhere() {
        recorded.clear();
        assertThat(problem()).isEmpty();
        has("tank/new", snapshot("tank/new", "s2", 32));
        assertThat(problem()).hasValueSatisfying(text -> assertThat(text).contains("tank/new does not have @s1"));
    }
}
