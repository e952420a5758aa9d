package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.LoggedLines;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/** Which datasets of a tree have streams of their own. */
class WantedDatasetsTest {
    private static final DatasetName ROOT = new DatasetName("tank");

    private final TreeMap<DatasetName, DatasetState> datasets = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private WantedDatasetsTest dataset(String text, boolean leftOut, String... snapshots) {
        DatasetName name = new DatasetName(text);
        List<Base> history = new ArrayList<>();
        for (String snapshot : snapshots) {
            history.add(new Snapshot(name.at(snapshot), new Guid(history.size() + 1), Instant.EPOCH));
        }
        DatasetState state = new DatasetState(
                name,
                new Guid(9),
                false,
                false,
                history,
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                leftOut);
        datasets.put(name, state);
        return this;
    }

    private List<String> wanted(Optional<String> snapshot) throws IOException {
        try (LoggedLines logged = new LoggedLines(WantedDatasets.class.getName())) {
            List<String> wanted =
                    WantedDatasets.of(new DatasetTree(ROOT, datasets), DatasetSelection.ALL, snapshot).stream()
                            .map(dataset -> dataset.name().value())
                            .toList();
            warnings.addAll(logged.lines());
            return wanted;
        }
    }

    @Test
    void datasetWithoutSnapshots_isLeftOutAndNamed() throws IOException {
        dataset("tank", false).dataset("tank/a", false, "s1");
        assertThat(wanted(Optional.empty())).containsExactly("tank/a");
        assertThat(warnings).containsExactly("tank has no snapshot, so nothing of it is sent");
    }

    @Test
    void datasetWithoutTheNamedSnapshot_isLeftOutAndNamed() throws IOException {
        dataset("tank", false, "s1", "s2").dataset("tank/a", false, "s1");
        assertThat(wanted(Optional.of("s2"))).containsExactly("tank");
        assertThat(warnings).containsExactly("tank/a has no snapshot @s2, so nothing of it is sent");
    }

    @Test
    void datasetThatIsSwitchedOff_isLeftOutSilently() throws IOException {
        dataset("tank", false, "s1").dataset("tank/a", true, "s1");
        assertThat(wanted(Optional.empty())).containsExactly("tank");
        assertThat(warnings).isEmpty();
    }

    @Test
    void treeWithoutSnapshots_isRefused() {
        dataset("tank", false);
        assertThatThrownBy(() -> wanted(Optional.empty())).hasMessageContaining("zfs snapshot -r tank@NAME");
    }

    @Test
    void treeThatIsSwitchedOff_isRefusedWithTheProperty() {
        dataset("tank", true, "s1");
        assertThatThrownBy(() -> wanted(Optional.empty())).hasMessageContaining("org.zfsbackup:backup");
    }
}
