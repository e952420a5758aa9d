package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTableTest {
    private static final DatasetName ROOT = new DatasetName("tank/a b");

    private static DatasetTree parse(String text) throws IOException {
        DatasetTable table = new DatasetTable();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            table.add(line);
        }
        return table.tree(ROOT);
    }

    private static String rows(String name, String... properties) {
        StringBuilder rows = new StringBuilder();
        for (String property : properties) {
            rows.append(name).append('\t').append(property.replace('=', '\t')).append('\n');
        }
        return rows.toString();
    }

    private static String snapshot(String name, int guid, int group) {
        return rows(name, "guid=" + guid, "createtxg=" + group, "creation=170", "type=snapshot", "userrefs=0");
    }

    @Test
    void snapshotsAndBookmarksOfGoneOnesStandInTheOrderOfTheirGroups() throws IOException {
        String table = rows("tank/a b", "guid=9", "type=filesystem", "encryption=off", "receive_resume_token=-")
                + snapshot("tank/a b@late", 3, 30)
                + snapshot("tank/a b@early", 1, 10)
                + rows("tank/a b#gone", "guid=2", "createtxg=20", "creation=160", "type=bookmark")
                + rows("tank/a b#mark", "guid=3", "createtxg=30", "creation=160", "type=bookmark");
        DatasetState state = parse(table).find(ROOT).orElseThrow();
        assertThat(state.history())
                .extracting(Base::fullName)
                .containsExactly("tank/a b@early", "tank/a b#gone", "tank/a b@late");
        assertThat(state.bookmarks()).extracting(Bookmark::name).containsExactly("gone", "mark");
        assertThat(state.snapshots()).extracting(Snapshot::shortName).containsExactly("early", "late");
        assertThat(state.guid()).isEqualTo(new Guid(9));
        assertThat(state.token()).isEmpty();
        assertThat(state.encrypted()).isFalse();
    }

    @Test
    void tokensHoldsEncryptionAndVolumesAreTold() throws IOException {
        String table = rows("tank/a b", "guid=9", "type=volume", "encryption=aes-256-gcm", "receive_resume_token=1-abc")
                + rows("tank/a b@one", "guid=1", "createtxg=1", "creation=1", "type=snapshot", "userrefs=2");
        DatasetState state = parse(table).find(ROOT).orElseThrow();
        assertThat(state.token()).contains("1-abc");
        assertThat(state.held()).containsExactly("one");
        assertThat(state.encrypted()).isTrue();
        assertThat(state.volume()).isTrue();
    }

    @Test
    void datasetsBelowStandBehindTheirParents() throws IOException {
        String table = rows("tank/a b/c/d", "guid=3", "type=filesystem")
                + rows("tank/a b", "guid=1", "type=filesystem")
                + rows("tank/a b/c", "guid=2", "type=filesystem");
        assertThat(parse(table).datasets().keySet())
                .extracting(DatasetName::value)
                .containsExactly("tank/a b", "tank/a b/c", "tank/a b/c/d");
    }

    @Test
    void whatIsNotUnderstoodIsAnErrorAndNotLeftOut() {
        assertThatThrownBy(() -> parse(
                        rows("tank/a b", "guid=1") + rows("tank/a b/c", "guid=2") + rows("tank/a b", "type=volume")))
                .hasMessageContaining("in two places");
        assertThatThrownBy(() -> parse("tank/a b guid 1\n")).hasMessageContaining("does not understand");
        assertThatThrownBy(() -> parse(snapshot("tank/a b@one", 1, 1) + "tank/a b@one\tguid\t1\t-\n"))
                .hasMessageContaining("does not understand");
        assertThatThrownBy(() -> parse(rows("tank/a b@one", "guid=x", "createtxg=1", "creation=1")))
                .hasMessageContaining("tank/a b@one");
    }

    @Test
    void snapshotsStandInTheOrderOfTheirGroupsAndNotOfTheClock() throws IOException {
        String table = rows("tank/a b@b", "guid=2", "createtxg=20", "creation=100")
                + rows("tank/a b@a", "guid=1", "createtxg=3", "creation=300")
                + rows("tank/a b@c", "guid=18446744073709551615", "createtxg=100", "creation=200");
        assertThat(parse(table).rootSnapshots())
                .containsExactly(
                        new Snapshot(ROOT.at("a"), new Guid(1), Instant.ofEpochSecond(300), 3),
                        new Snapshot(ROOT.at("b"), new Guid(2), Instant.ofEpochSecond(100), 20),
                        new Snapshot(ROOT.at("c"), new Guid(-1), Instant.ofEpochSecond(200), 100));
    }

    @Test
    void whatADatasetBelowLacksOfTheRootsSnapshotsIsKnown() throws IOException {
        String table = rows("tank/a b", "guid=9")
                + snapshot("tank/a b@one", 1, 1)
                + snapshot("tank/a b@two", 2, 2)
                + rows("tank/a b#mark", "guid=1", "createtxg=1")
                + rows("tank/a b/child", "guid=8")
                + snapshot("tank/a b/child@two", 3, 2)
                + rows("tank/a b/child#one", "guid=7", "createtxg=1");
        SnapshotTree tree = SnapshotTree.of(parse(table));
        assertThat(tree.snapshots()).extracting(Snapshot::shortName).containsExactly("one", "two");
        assertThat(tree.lackedBy()).isEqualTo(Map.of("one", new DatasetName("tank/a b/child")));
        assertThat(SnapshotTree.of(parse("")).snapshots()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tank/a b@a", "tank/a b@a\tguid", "tank/a b@a\tguid\t1\tx", "warning: something", "\n"})
    void aLineThatIsNotUnderstoodIsAnError(String line) {
        assertThatThrownBy(() -> parse(line)).hasMessageContaining("a line that this program does not understand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tank/a b@a\tguid\t1",
                "tank/a b@a\tguid\t-\ntank/a b@a\tcreation\t1",
                "tank/a b@a\tguid\t1\ntank/a b\ttype\tfilesystem\ntank/a b@a\tcreatetxg\t1"
            })
    void aSnapshotWithoutItsPropertiesIsAnErrorThatNamesIt(String table) {
        assertThatThrownBy(() -> parse(table)).hasMessageContaining("tank/a b@a");
    }
}
