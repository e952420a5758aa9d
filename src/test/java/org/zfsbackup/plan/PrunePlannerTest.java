package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.originalFull;
import static org.zfsbackup.fixture.BackupEntries.originalOn;
import static org.zfsbackup.fixture.BackupEntries.recursive;
import static org.zfsbackup.fixture.BackupEntries.withId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.SnapshotOrder;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;

class PrunePlannerTest {
    private static final DatasetName CLONE = new DatasetName("tank/clone");
    private static final KeepRules TWO = KeepRules.NONE.withLast(2);

    private static BackupMap map(BackupEntry... entries) {
        return new BackupMap(Map.of(HOME, new BackupMap.Backups(List.of(entries), Map.of())));
    }

    private static PrunePlan plan(KeepRules rules, BackupMap map, String... pinned) {
        return PrunePlanner.plan(
                new PruneChoice(Optional.empty(), rules, Set.of(pinned)),
                map,
                path -> path.startsWith("host1/chunks/"));
    }

    private static List<BackupEntry> deleted(PrunePlan plan) {
        assertThat(plan.deletion()).isInstanceOf(DeletePlan.Delete.class);
        return ((DeletePlan.Delete) plan.deletion())
                .backups().stream().map(DeletePlan.Deleted::entry).toList();
    }

    private static List<String> reasons(PrunePlan plan, BackupEntry entry) {
        return plan.decisions().stream()
                .filter(decision -> decision.entry().equals(entry))
                .findFirst()
                .orElseThrow()
                .reasons();
    }

    @Test
    void chain_isKeptDownToItsFullBackup() {
        PrunePlan plan = plan(TWO, map(full(1), on(1, 2), on(2, 3), on(3, 4)));

        assertThat(deleted(plan)).isEmpty();
        assertThat(reasons(plan, on(3, 4))).containsExactly("last 1");
        assertThat(reasons(plan, on(2, 3))).containsExactly("last 2");
        assertThat(reasons(plan, on(1, 2))).containsExactly("needed by tank/home@s3");
        assertThat(reasons(plan, full(1))).containsExactly("needed by tank/home@s3");
    }

    @Test
    void oldChain_goesWhenNoRuleKeepsOneOfIt() {
        PrunePlan plan = plan(TWO, map(full(1), on(1, 2), full(3), on(3, 4), on(4, 5)));

        assertThat(deleted(plan)).containsExactly(full(1), on(1, 2));
        assertThat(((DeletePlan.Delete) plan.deletion()).chunks())
                .containsExactly("host1/chunks/id1.000001", "host1/chunks/id2.000001");
        assertThat(plan.kept()).isEqualTo(3);
    }

    @Test
    void middle_goesIfNothingBuildsOnIt() {
        assertThat(deleted(plan(KeepRules.NONE.withLast(1), map(full(1), on(1, 2), on(1, 3)))))
                .containsExactly(on(1, 2));
    }

    @Test
    void newestBackupOfASnapshot_standsForIt() {
        BackupEntry again = withId(full(2), "again");

        PrunePlan plan = plan(KeepRules.NONE.withLast(1), map(full(1), on(1, 2), again));

        assertThat(deleted(plan)).containsExactly(full(1), on(1, 2));
        assertThat(reasons(plan, again)).containsExactly("last 1");
    }

    /** Otherwise the newest restorable state would go. */
    @Test
    void backupWithoutItsBase_doesNotStandForItsSnapshot() {
        BackupEntry broken = withId(on(9, 3), "broken");

        PrunePlan plan = plan(KeepRules.NONE.withLast(1), map(full(1), on(1, 2), broken));

        assertThat(deleted(plan)).isEmpty();
        assertThat(reasons(plan, on(1, 2))).containsExactly("last 1");
        assertThat(reasons(plan, broken).get(0)).startsWith("cannot be restored");
    }

    @Test
    void pinnedBackup_isKeptWithItsChain() {
        PrunePlan plan = plan(KeepRules.NONE.withLast(1), map(full(1), on(1, 2), on(2, 3), full(4)), "id2");

        assertThat(deleted(plan)).containsExactly(on(2, 3));
        assertThat(reasons(plan, on(1, 2))).containsExactly("pinned");
        assertThat(reasons(plan, full(1))).containsExactly("needed by tank/home@s2");
    }

    @Test
    void recursiveBackups_areCountedByThemselves() {
        BackupEntry whole = recursive(withId(full(1), "whole"));

        assertThat(deleted(plan(KeepRules.NONE.withLast(1), map(whole, full(2), full(3)))))
                .containsExactly(full(2));
    }

    @Test
    void backupsOfTheOriginalProgram_goToo() {
        assertThat(deleted(plan(KeepRules.NONE.withLast(1), map(originalFull(1), originalOn(1, 2), originalFull(3)))))
                .containsExactly(originalFull(1), originalOn(1, 2));
    }

    @Test
    void order_isThatOfTransactionGroups() {
        BackupEntry later = born(full(1), 50);
        BackupEntry earlier = born(full(2), 40);

        assertThat(deleted(plan(KeepRules.NONE.withLast(1), map(earlier, later))))
                .as("the clock says that s2 is newer")
                .containsExactly(earlier);
    }

    private static BackupEntry born(BackupEntry entry, long createtxg) {
        return new BackupEntry(
                entry.id(),
                entry.snapshot(),
                entry.parent(),
                entry.content(),
                entry.details().withBirth(Optional.of(new SnapshotOrder(new Guid(7), createtxg))));
    }

    private static BackupEntry clone(int base, int number) {
        BackupEntry entry = on(base, number);
        return new BackupEntry(
                Optional.of("clone" + number),
                entry.snapshot(),
                entry.parent(),
                entry.content(),
                entry.details()
                        .withParentId(Optional.of("id" + base))
                        .withParentDataset(Optional.of(HOME))
                        .withNewClone(true));
    }

    private static BackupMap withClone() {
        Map<DatasetName, BackupMap.Backups> datasets = new LinkedHashMap<>();
        datasets.put(HOME, new BackupMap.Backups(List.of(full(1), on(1, 2), full(5)), Map.of()));
        datasets.put(CLONE, new BackupMap.Backups(List.of(clone(2, 6)), Map.of()));
        return new BackupMap(datasets);
    }

    @Test
    void origin_isKeptForTheBackupsOfItsClone() {
        PrunePlan plan = plan(KeepRules.NONE.withLast(1), withClone());

        assertThat(deleted(plan)).isEmpty();
        assertThat(reasons(plan, on(1, 2))).containsExactly("needed by tank/clone@s6");
    }

    @Test
    void otherDatasets_areNotPrunedAndKeepWhatTheyNeed() {
        PrunePlan plan = PrunePlanner.plan(
                new PruneChoice(Optional.of(HOME), KeepRules.NONE.withLast(1), Set.of()), withClone(), path -> true);

        assertThat(deleted(plan)).isEmpty();
        assertThat(plan.decisions()).hasSize(3);
    }

    @Test
    void withoutARule_nothingIsDeleted() {
        assertThat(plan(KeepRules.NONE, map(full(1))).deletion())
                .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                        .startsWith("name what to keep"));
    }

    @Test
    void datasetWithoutBackups_isNamed() {
        PruneChoice choice = new PruneChoice(Optional.of(CLONE), TWO, Set.of());
        assertThat(PrunePlanner.plan(choice, map(full(1)), path -> true).deletion())
                .isInstanceOfSatisfying(DeletePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("no backup of tank/clone"));
    }

    @Test
    void longChain_isPlannedAtOnce() {
        BackupEntry[] entries = new BackupEntry[20_000];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = i == 0 ? full(1) : on(i, i + 1);
        }
        assertThat(plan(TWO, map(entries)).kept()).isEqualTo(20_000);
    }
}
