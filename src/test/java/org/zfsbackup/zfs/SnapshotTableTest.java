package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTableTest {
    private static final DatasetName HOME = new DatasetName("tank/home");

    private static String rows(String name, String creation, String guid, String createtxg) {
        return name + "\tcreation\t" + creation + "\n" + name + "\tguid\t" + guid + "\n" + name + "\tcreatetxg\t"
                + createtxg + "\n";
    }

    @Test
    void snapshotsAreOrderedByTransactionGroupAndNotByClock() throws IOException {
        String table = rows("tank/home@b", "100", "2", "20")
                + rows("tank/home@a", "300", "1", "3")
                + rows("tank/home@c", "200", "3", "100");

        assertThat(SnapshotTable.parse(HOME, table))
                .extracting(snapshot -> snapshot.name().name())
                .containsExactly("a", "b", "c");
    }

    @Test
    void aRowIsNameGuidAndSecondOfCreation() throws IOException {
        assertThat(SnapshotTable.parse(HOME, rows("tank/home@daily 1", "1700000000", "18446744073709551615", "7")))
                .containsExactly(new Snapshot(HOME.at("daily 1"), new Guid(-1), Instant.ofEpochSecond(1_700_000_000L)));
    }

    @Test
    void theDatasetItselfAndOthersAreIgnored() throws IOException {
        String table = rows("tank/home", "1", "9", "1")
                + rows("tank/home/child@a", "1", "8", "2")
                + rows("tank/home2@a", "1", "7", "3")
                + rows("tank/home@a", "1", "6", "4");

        assertThat(SnapshotTable.parse(HOME, table)).extracting(Snapshot::guid).containsExactly(new Guid(6));
    }

    /** As OpenZFS prints them; zfs-fuse has none. */
    @Test
    void bookmarksAreNoSnapshotsAndNoDatasets() throws IOException {
        String table = rows("tank/home", "1", "9", "1")
                + rows("tank/home@a", "1", "6", "4")
                + rows("tank/home#mark", "1", "6", "4")
                + rows("tank/home/child", "1", "8", "2")
                + rows("tank/home/child@a", "1", "7", "4")
                + rows("tank/home/child#mark", "1", "7", "4");

        SnapshotTree tree = SnapshotTable.tree(HOME, table);

        assertThat(tree.snapshots()).extracting(Snapshot::guid).containsExactly(new Guid(6));
        assertThat(tree.lackedBy()).isEmpty();
    }

    @Test
    void nothingPrintedIsNoSnapshot() throws IOException {
        assertThat(SnapshotTable.parse(HOME, "")).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tank/home@a", "tank/home@a\tguid", "tank/home@a\tguid\t1\tx", "warning: something", "\n"})
    void aLineThatIsNotUnderstoodIsAnError(String line) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SnapshotTable.parse(HOME, line))
                .withMessageContaining("a line that is not understood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tank/home@a\tguid\t1", "tank/home@a\tguid\t-\ntank/home@a\tcreation\t1"})
    void aSnapshotWithoutItsPropertiesIsAnErrorThatNamesIt(String table) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SnapshotTable.parse(HOME, table))
                .withMessageContaining("tank/home@a");
    }
}
