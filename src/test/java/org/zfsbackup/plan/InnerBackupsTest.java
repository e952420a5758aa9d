package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.recursive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Source;

/** Recursive backups of tank/home: the snapshot n of the child has the GUID 2000+n. */
class InnerBackupsTest {
    private static final DatasetName CHILD = new DatasetName("tank/home/a");
    private static final DatasetName COPY = new DatasetName("backup/copy");
    private static final BackupEntry FIRST = recursive(full(1));
    private static final BackupEntry SECOND = recursive(on(1, 2));

    private final Map<BackupEntry, List<RecordedDataset>> contents = new HashMap<>();
    private final BackupMap map =
            BackupMap.EMPTY.with(HOME, FIRST).with(HOME, full(9)).with(HOME, SECOND);

    private static RecordedDataset dataset(String path, int guid, int base, int origin) {
        return new RecordedDataset(
                path,
                new Guid(guid),
                Optional.of(new Guid(base)).filter(found -> base > 0),
                Optional.of(new Guid(origin)).filter(found -> origin > 0));
    }

    private InnerBackups find(DatasetName root) {
        return InnerBackups.find(map, root, entry -> contents.getOrDefault(entry, List.of()));
    }

    private RestorePlan plan(String wanted) {
        Source source = Source.parse(wanted);
        InnerBackups inner = find(source.dataset());
        return inner.taken(new RestorePlanner(source, Chains.of(inner.map(), source.dataset()))
                .plan(COPY, Optional.empty(), false));
    }

    private List<RestoreStep> steps(String wanted) {
        return ((RestorePlan.Receive) plan(wanted)).steps();
    }

    @Test
    void childOfTwoBackups_comesOutOfBoth() {
        contents.put(FIRST, List.of(dataset("", 1001, 0, 0), dataset("a", 2001, 0, 0)));
        contents.put(SECOND, List.of(dataset("", 1002, 1001, 0), dataset("a", 2002, 2001, 0)));

        assertThat(steps("tank/home/a"))
                .extracting(step -> step.stored().entry())
                .containsExactly(FIRST, SECOND);
        assertThat(steps("tank/home/a@s1")).hasSize(1);
        RestoreStep last = steps("tank/home/a").get(1);
        assertThat(last.source()).isEqualTo(CHILD);
        assertThat(last.stored().dataset()).isEqualTo(HOME);
        assertThat(last.entry().snapshot().guid()).contains(new Guid(2002));
        assertThat(last.entry().parent().flatMap(SnapshotRef::guid)).contains(new Guid(2001));
        assertThat(last.entry().details().recursive()).isFalse();
    }

    @Test
    void childThatCameLater_beginsThere() {
        contents.put(FIRST, List.of(dataset("", 1001, 0, 0)));
        contents.put(SECOND, List.of(dataset("", 1002, 1001, 0), dataset("a", 2002, 0, 0)));

        assertThat(steps("tank/home/a"))
                .extracting(step -> step.stored().entry())
                .containsExactly(SECOND);
    }

    @Test
    void clone_beginsWithTheStreamThatCreatesIt() {
        contents.put(FIRST, List.of(dataset("", 1001, 0, 0), dataset("a", 2001, 0, 1001)));
        contents.put(SECOND, List.of(dataset("", 1002, 1001, 0), dataset("a", 2002, 2001, 0)));
        List<RestoreStep> steps = steps("tank/home/a");

        assertThat(steps).extracting(step -> step.stored().entry()).containsExactly(FIRST, SECOND);
        assertThat(steps.get(0).entry().details().newClone()).isTrue();
        assertThat(steps.get(0).entry().parent().flatMap(SnapshotRef::guid)).contains(new Guid(1001));
        assertThat(steps.get(1).entry().details().newClone()).isFalse();
    }

    @Test
    void subtree_hasItsOwnDatasets() {
        contents.put(FIRST, List.of(dataset("a", 2001, 0, 0), dataset("a/b", 3001, 0, 0), dataset("ab", 4001, 0, 0)));

        assertThat(find(CHILD).map().datasets()).containsOnlyKeys(CHILD, new DatasetName("tank/home/a/b"));
    }

    @Test
    void datasetThatNoBackupHolds_isRefused() {
        contents.put(FIRST, List.of(dataset("", 1001, 0, 0)));

        assertThat(plan("tank/home/a")).isInstanceOf(RestorePlan.Refused.class);
    }

    @Test
    void baseThatNoBackupHolds_isRefused() {
        contents.put(SECOND, List.of(dataset("a", 2002, 2001, 0)));

        assertThat(plan("tank/home/a"))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("builds on"));
    }
}
