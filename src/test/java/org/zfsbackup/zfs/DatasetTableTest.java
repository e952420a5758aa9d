package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DatasetTableTest {
    private static final DatasetName ROOT = new DatasetName("tank/a b");

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
        DatasetState state = DatasetTable.parse(ROOT, table).find(ROOT).orElseThrow();
        assertThat(state.line())
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
        DatasetState state = DatasetTable.parse(ROOT, table).find(ROOT).orElseThrow();
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
        assertThat(DatasetTable.parse(ROOT, table).datasets().keySet())
                .extracting(DatasetName::value)
                .containsExactly("tank/a b", "tank/a b/c", "tank/a b/c/d");
    }

    @Test
    void whatIsNotUnderstoodIsAnErrorAndNotLeftOut() {
        assertThatThrownBy(() -> DatasetTable.parse(ROOT, "tank/a b guid 1\n")).hasMessageContaining("not understood");
        assertThatThrownBy(
                        () -> DatasetTable.parse(ROOT, snapshot("tank/a b@one", 1, 1) + "tank/a b@one\tguid\t1\t-\n"))
                .hasMessageContaining("not understood");
        assertThatThrownBy(() -> DatasetTable.parse(ROOT, rows("tank/a b@one", "guid=x", "createtxg=1", "creation=1")))
                .hasMessageContaining("tank/a b@one");
    }
}
