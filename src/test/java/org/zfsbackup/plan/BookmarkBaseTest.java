package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.recursive;
import static org.zfsbackup.fixture.BackupEntries.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Bookmark;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Source;

/** Incremental streams from bookmarks, if the snapshots of the last backups were pruned. */
class BookmarkBaseTest {
    private static Bookmark bookmark(int number) {
        return new Bookmark(HOME, "zfsbackup_00000000_" + (1000 + number), new Guid(1000 + number));
    }

    private static BackupPlan plan(BackupChoice choice, List<Base> history, BackupEntry... there) {
        DatasetState state =
                new DatasetState(HOME, new Guid(7), false, false, history, List.of(), Set.of(), Optional.empty());
        DatasetTree tree = new DatasetTree(HOME, new TreeMap<>(Map.of(HOME, state)));
        return BackupPlanner.plan(
                choice,
                SnapshotTree.of(tree),
                new Chains(List.of(there)),
                () -> new SendFeatures(Set.of()),
                BaseCheck.NONE);
    }

    private static BackupChoice choice(String source, boolean iterate) {
        return new BackupChoice(Source.parse(source), false, iterate, false);
    }

    private static List<String> steps(BackupPlan plan) {
        return ((BackupPlan.Send) plan).steps().stream().map(SendStep::toString).toList();
    }

    @Test
    void prunedBase_isReplacedByItsBookmark() {
        List<Base> history = List.of(bookmark(2), snapshot(3), snapshot(4));

        assertThat(steps(plan(choice("tank/home", true), history, full(1), on(1, 2))))
                .containsExactly(
                        "tank/home@s3, incremental from @zfsbackup_00000000_1002",
                        "tank/home@s4, incremental from @s3");
        assertThat(steps(plan(choice("tank/home", false), history, full(1), on(1, 2))))
                .containsExactly("tank/home@s4, incremental from @zfsbackup_00000000_1002");
    }

    @Test
    void bookmarkBetweenSnapshots_isNewerThanTheOlderOnes() {
        assertThat(steps(plan(
                        choice("tank/home", true), List.of(snapshot(1), bookmark(2), snapshot(3)), full(1), on(1, 2))))
                .containsExactly("tank/home@s3, incremental from @zfsbackup_00000000_1002");
    }

    @Test
    void bookmarkOfAnotherTarget_isNoBase() {
        assertThat(steps(plan(choice("tank/home", true), List.of(snapshot(1), bookmark(2), snapshot(3)), full(1))))
                .containsExactly("tank/home@s3, incremental from @s1");
    }

    @Test
    void bookmarkAfterTheWantedSnapshot_isNoBase() {
        List<Base> history = List.of(snapshot(1), bookmark(2), snapshot(3));

        assertThat(plan(choice("tank/home@s1", true), history, full(1), on(1, 2)))
                .isEqualTo(new BackupPlan.UpToDate(snapshot(1)));
    }

    @Test
    void allNewerSnapshotsPruned_isUpToDateIfTheLastIsStored() {
        assertThat(plan(choice("tank/home", true), List.of(snapshot(1), bookmark(2)), full(1), on(1, 2)))
                .isEqualTo(new BackupPlan.UpToDate(snapshot(1)));
    }

    @Test
    void streamWithChildren_doesNotStartFromABookmark() {
        BackupChoice choice = new BackupChoice(Source.parse("tank/home"), true, true, false);

        assertThat(plan(choice, List.of(bookmark(2), snapshot(3)), recursive(full(1)), recursive(on(1, 2))))
                .isInstanceOf(BackupPlan.Conflict.class);
    }
}
