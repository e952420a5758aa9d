package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.originalFull;
import static org.zfsbackup.fixture.BackupEntries.originalOn;
import static org.zfsbackup.fixture.BackupEntries.withChunks;
import static org.zfsbackup.fixture.BackupEntries.withId;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
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

    @Nested
    class Chosen {
        private final BackupEntry again = withChunks(withId(full(2), "again"), "host1/chunks/again.000001");
        private final BackupMap twoChains = map(full(1), on(1, 2), on(2, 3), again);

        private DeletePlan chosen(List<String> ids, List<String> chains, boolean withDependents) {
            return plan(new DeleteChoice(Optional.empty(), ids, chains, withDependents), twoChains);
        }

        @Test
        void snapshotInTwoChains_isRefusedWithTheChoices() {
            assertThat(plan("tank/home@s2", twoChains, true))
                    .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                            .contains(
                                    "there are 2 backups of tank/home@s2",
                                    "--id id2 is incremental, in --chain id1",
                                    "--id again is full, in --chain again"));
        }

        @Test
        void id_meansTheOneBackup() {
            assertThat(chosen(List.of("again"), List.of(), false)).isEqualTo(delete(List.of(again), paths(again)));
            assertThat(chosen(List.of("id2"), List.of(), false))
                    .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                            .contains("tank/home@s3 (ID id3)"));
            assertThat(chosen(List.of("nope"), List.of(), false))
                    .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                            .contains("no backup with the ID nope"));
        }

        @Test
        void chain_goesAsAWholeAndAlone() {
            assertThat(chosen(List.of(), List.of("id1"), false))
                    .isInstanceOfSatisfying(DeletePlan.Delete.class, delete -> assertThat(entries(delete))
                            .containsExactly(full(1), on(1, 2), on(2, 3)));
            assertThat(chosen(List.of(), List.of("again"), false)).isEqualTo(delete(List.of(again), paths(again)));
            assertThat(chosen(List.of(), List.of("id2"), false)).isInstanceOf(DeletePlan.Refused.class);
        }

        @Test
        void backupsOfSeveralDatasets_goTogether() {
            DatasetName other = new DatasetName("tank/other");
            BackupMap both = map(full(1)).with(other, withId(full(5), "id5"));
            DeletePlan.Delete plan = (DeletePlan.Delete)
                    plan(new DeleteChoice(Optional.empty(), List.of("id1", "id5"), List.of(), false), both);
            assertThat(plan.backups()).extracting(DeletePlan.Deleted::dataset).containsExactly(HOME, other);
            assertThat(plan.from(both).ids()).isEmpty();
        }

        @Test
        void nothingNamed_isRefused() {
            assertThat(chosen(List.of(), List.of(), false)).isInstanceOf(DeletePlan.Refused.class);
        }
    }

    private static String paths(BackupEntry entry) {
        return entry.content().paths().get(0);
    }

    @Test
    void chunkOutsideThePrefix_isNeverDeleted() {
        BackupEntry foreign = withChunks(full(1), "host1/chunks/a", "host2/chunks/b");
        assertThat(plan("tank/home", map(foreign), true))
                .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("host2/chunks/b", "Nothing was deleted"));
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
    @Timeout(300)
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
