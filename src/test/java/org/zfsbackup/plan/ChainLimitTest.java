package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Source;

class ChainLimitTest {
    private BackupPlan limited(String limit, List<Snapshot> here, BackupEntry... there) {
        BackupChoice choice = new BackupChoice(
                Source.parse("tank/home"),
                false,
                true,
                false,
                false,
                SendFormatPreference.BEST,
                Optional.of(ChainLimit.parse(limit)));
        return BackupPlanner.plan(
                choice,
                SnapshotTree.alone(here),
                new Chains(List.of(there)),
                () -> new SendFeatures(Set.of()),
                BaseCheck.NONE);
    }

    private static final int DAY = 24 * 60 * 60;

    private static Snapshot day(int number) {
        return BackupEntries.snapshot("s" + number, 1000 + number, (long) number * DAY);
    }

    private static BackupEntry dayFull(int number) {
        return BackupEntries.entry(
                Optional.of("id" + number), BackupEntries.point(number), Optional.empty(), (long) number * DAY);
    }

    private static BackupEntry dayOn(int base, int number) {
        return BackupEntries.entry(
                Optional.of("id" + number),
                BackupEntries.point(number),
                Optional.of(BackupEntries.point(base)),
                (long) number * DAY);
    }

    private static List<String> texts(BackupPlan plan) {
        return ((BackupPlan.Send) plan).steps().stream().map(SendStep::toString).toList();
    }

    @Test
    void youngChain_isContinued() {
        assertThat(texts(limited("3d", List.of(day(1), day(2), day(3)), dayFull(1), dayOn(1, 2))))
                .containsExactly("tank/home@s3, incremental from @s2");
    }

    @Test
    void oldChain_isFollowedByANewOneOfWhatIsNotStored() {
        assertThat(texts(limited("3d", List.of(day(1), day(2), day(4), day(5)), dayFull(1), dayOn(1, 2))))
                .containsExactly("tank/home@s4, full", "tank/home@s5, incremental from @s4");
    }

    @Test
    void longChain_isFollowedByANewOne() {
        assertThat(texts(limited("2", List.of(day(1), day(2), day(3)), dayFull(1), dayOn(1, 2))))
                .containsExactly("tank/home@s3, full");
        assertThat(texts(limited("3", List.of(day(1), day(2), day(3)), dayFull(1), dayOn(1, 2))))
                .containsExactly("tank/home@s3, incremental from @s2");
    }

    @Test
    void nothingNew_startsNoChain() {
        assertThat(limited("1d", List.of(day(1), day(2)), dayFull(1), dayOn(1, 2)))
                .isInstanceOf(BackupPlan.UpToDate.class);
    }

    @Test
    void newChain_countsFromItsOwnFullBackup() {
        assertThat(texts(limited("3d", List.of(day(1), day(2), day(9), day(10)), dayFull(1), dayOn(1, 2), dayFull(9))))
                .containsExactly("tank/home@s10, incremental from @s9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "x", "-3", "1w"})
    void limitThatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> ChainLimit.parse(text)).hasMessageContaining("when a new chain begins");
    }
}
