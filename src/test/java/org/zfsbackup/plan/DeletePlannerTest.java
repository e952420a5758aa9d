package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.map.Entries.HOME;
import static org.zfsbackup.map.Entries.full;
import static org.zfsbackup.map.Entries.on;
import static org.zfsbackup.map.Entries.originalFull;
import static org.zfsbackup.map.Entries.originalOn;
import static org.zfsbackup.map.Entries.withChunks;
import static org.zfsbackup.map.Entries.withId;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

class DeletePlannerTest {
    private static BackupMap map(BackupEntry... entries) {
        return map(List.of(entries));
    }

    private static BackupMap map(List<BackupEntry> entries) {
        return new BackupMap(Map.of(HOME, new BackupMap.Backups(entries, Map.of())));
    }

    private static DeletePlan plan(String wanted, BackupMap map, boolean withDependents) {
        return plan(DeleteChoice.of(Source.parse(wanted), withDependents), map);
    }

    private static DeletePlan plan(DeleteChoice choice, BackupMap map) {
        return DeletePlanner.plan(choice, map, path -> path.startsWith("host1/chunks/"));
    }

    private static DeletePlan.Delete delete(List<BackupEntry> entries, String... chunks) {
        return new DeletePlan.Delete(
                entries.stream()
                        .map(entry -> new DeletePlan.Deleted(HOME, entry))
                        .toList(),
                List.of(chunks));
    }

    private static List<BackupEntry> entries(DeletePlan.Delete plan) {
        return plan.backups().stream().map(DeletePlan.Deleted::entry).toList();
    }

    @Test
    void theLastOfAChainGoesAlone() {
        assertThat(plan("tank/home@s2", map(full(1), on(1, 2)), false))
                .isEqualTo(delete(List.of(on(1, 2)), "host1/chunks/id2.000001"));
    }

    @Test
    void whatAKeptBackupDependsOnDoesNotGo() {
        assertThat(plan("tank/home@s1", map(full(1), on(1, 2), on(2, 3)), false))
                .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("tank/home@s2 (ID id2), tank/home@s3 (ID id3)", "--with-dependents"));
        assertThat(plan("tank/home@s1", map(originalOn(1, 2), originalFull(1)), false))
                .isInstanceOf(DeletePlan.Refused.class);
    }

    @Test
    void dependentsGoTooWhereTheyAreAskedFor() {
        assertThat(plan("tank/home@s2", map(full(1), on(1, 2), on(2, 3), on(3, 4)), true))
                .isInstanceOfSatisfying(DeletePlan.Delete.class, delete -> assertThat(entries(delete))
                        .containsExactly(on(1, 2), on(2, 3), on(3, 4)));
    }

    @Test
    void aDatasetGoesWithAllItsBackups() {
        assertThat(plan("tank/home", map(full(1), on(1, 2)), false))
                .isInstanceOfSatisfying(DeletePlan.Delete.class, delete -> assertThat(entries(delete))
                        .containsExactly(full(1), on(1, 2)));
    }

    @Test
    void sharedChunksAreKept() {
        BackupEntry one = withChunks(full(1), "host1/chunks/a", "host1/chunks/b");
        BackupEntry two = withChunks(full(2), "host1/chunks/b", "host1/chunks/c", "host1/chunks/c");

        assertThat(plan("tank/home@s2", map(one, two), false)).isEqualTo(delete(List.of(two), "host1/chunks/c"));
        BackupMap elsewhere = map(two).with(new DatasetName("tank/other"), one);
        assertThat(plan("tank/home", elsewhere, false)).isEqualTo(delete(List.of(two), "host1/chunks/c"));
    }

    @Test
    void ofTwoChainsTheOtherStays() {
        BackupEntry again = withId(on(1, 2), "again");
        assertThat(plan("tank/home@s3", map(full(1), on(1, 2), on(2, 3), again), false))
                .isInstanceOfSatisfying(DeletePlan.Delete.class, delete -> assertThat(entries(delete))
                        .containsExactly(on(2, 3)));
    }

    @Test
    void aCycleEnds() {
        assertThat(plan("tank/home@s1", map(on(2, 1), on(1, 2)), true))
                .isInstanceOfSatisfying(DeletePlan.Delete.class, delete -> assertThat(entries(delete))
                        .containsExactlyInAnyOrder(on(2, 1), on(1, 2)));
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThat(plan("tank/home@s9", map(full(1)), true))
                .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("no backup of tank/home@s9"));
        assertThat(plan("tank/nope", map(full(1)), true)).isInstanceOf(DeletePlan.Refused.class);
    }

    @Test
    @Timeout(20)
    void tenThousandBackupsArePlannedInLinearWork() {
        int count = 10_000;
        List<BackupEntry> entries = new ArrayList<>(List.of(full(1)));
        IntStream.rangeClosed(2, count).forEach(number -> entries.add(on(number - 1, number)));
        BackupMap map = map(entries);

        for (int round = 0; round < 5; round++) {
            assertThat(plan("tank/home@s1", map, true))
                    .isInstanceOfSatisfying(DeletePlan.Delete.class, delete -> assertThat(entries(delete))
                            .hasSize(count));
        }
    }
}
