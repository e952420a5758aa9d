package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.originalFull;
import static org.zfsbackup.fixture.BackupEntries.originalOn;
import static org.zfsbackup.fixture.BackupEntries.recursive;
import static org.zfsbackup.fixture.BackupEntries.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Source;

class BackupPlannerTest {
    private static final BackupChoice ALL = choice("tank/home");
    private static final BackupChoice NEWEST = new BackupChoice(Source.parse("tank/home"), false, false, false);
    private static final BackupChoice CHILDREN = new BackupChoice(Source.parse("tank/home"), true, true, false);
    private static final BackupChoice FULL = new BackupChoice(Source.parse("tank/home"), false, true, true);

    private static BackupChoice choice(String source) {
        return new BackupChoice(Source.parse(source), false, true, false);
    }

    private static List<Snapshot> snapshots(int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> snapshot(number)).toList();
    }

    private static List<String> steps(BackupChoice choice, List<Snapshot> here, BackupEntry... there) {
        BackupPlan plan = planned(choice, here, List.of(there));
        assertThat(plan).isInstanceOf(BackupPlan.Send.class);
        return ((BackupPlan.Send) plan).steps().stream().map(SendStep::toString).toList();
    }

    private static SendFeatures nothingSpecial() {
        return new SendFeatures(Set.of());
    }

    private static BackupPlan planned(BackupChoice choice, List<Snapshot> here, List<BackupEntry> there) {
        return BackupPlanner.plan(
                choice, SnapshotTree.alone(here), new Chains(there), BackupPlannerTest::nothingSpecial, BaseCheck.NONE);
    }

    @Test
    void intoNothingGoesTheOldestFullAndEachNextOnItsPredecessor() {
        assertThat(steps(ALL, snapshots(1, 2, 3)))
                .containsExactly(
                        "tank/home@s1, full",
                        "tank/home@s2, incremental from @s1",
                        "tank/home@s3, incremental from @s2");
    }

    @Test
    void withoutIterationTheNewestAloneGoesIntoNothing() {
        assertThat(steps(NEWEST, snapshots(1, 2, 3))).containsExactly("tank/home@s3, full");
    }

    @Test
    void theNewestCommonSnapshotIsTheBase() {
        assertThat(steps(ALL, snapshots(1, 2, 3, 4), full(1), on(1, 2)))
                .containsExactly("tank/home@s3, incremental from @s2", "tank/home@s4, incremental from @s3");
        assertThat(steps(NEWEST, snapshots(1, 2, 3, 4), full(1), on(1, 2)))
                .containsExactly("tank/home@s4, incremental from @s2");
    }

    @Test
    void backupsOfSnapshotsThatAreGoneHereDoNotMatter() {
        assertThat(steps(ALL, snapshots(2, 5), full(1), on(1, 2), on(2, 3), on(3, 4)))
                .containsExactly("tank/home@s5, incremental from @s2");
    }

    @Test
    void whereTheNewestIsThereNothingIsSent() {
        assertThat(planned(ALL, snapshots(1, 2), List.of(full(1), on(1, 2))))
                .isEqualTo(new BackupPlan.UpToDate(snapshot(2)));
        assertThat(planned(NEWEST, snapshots(1, 2), List.of(full(2)))).isEqualTo(new BackupPlan.UpToDate(snapshot(2)));
    }

    @Test
    void aNamedSnapshotEndsTheRun() {
        assertThat(steps(choice("tank/home@s3"), snapshots(1, 2, 3, 4), full(1)))
                .containsExactly("tank/home@s2, incremental from @s1", "tank/home@s3, incremental from @s2");
        assertThat(steps(choice("tank/home@s2"), snapshots(1, 2, 3)))
                .containsExactly("tank/home@s1, full", "tank/home@s2, incremental from @s1");
    }

    @Test
    void aNamedSnapshotBeforeAllBackupsIsAConflict() {
        assertThat(planned(choice("tank/home@s1"), snapshots(1, 2, 3), List.of(full(2))))
                .isInstanceOfSatisfying(BackupPlan.Conflict.class, conflict -> assertThat(conflict.why())
                        .contains("up to @s1"));
    }

    @Test
    void aNamedSnapshotThatIsThereIsUpToDate() {
        assertThat(planned(choice("tank/home@s1"), snapshots(1, 2, 3), List.of(full(1), on(1, 2))))
                .isEqualTo(new BackupPlan.UpToDate(snapshot(1)));
    }

    @Test
    void whatDoesNotExistCannotBeBackedUp() {
        assertThat(planned(ALL, List.of(), List.of(full(1))))
                .isInstanceOfSatisfying(BackupPlan.Impossible.class, plan -> assertThat(plan.why())
                        .contains("no snapshots of tank/home", "zfs snapshot"));
        assertThat(planned(choice("tank/home@nope"), snapshots(1), List.of()))
                .isInstanceOfSatisfying(BackupPlan.Impossible.class, plan -> assertThat(plan.why())
                        .contains("no snapshot tank/home@nope"));
    }

    @Test
    void aConflictNamesBothSidesAndTheWayOut() {
        BackupPlan plan = planned(ALL, snapshots(5, 6), List.of(full(1), on(1, 2)));

        assertThat(plan)
                .isInstanceOfSatisfying(BackupPlan.Conflict.class, conflict -> assertThat(conflict.explanation())
                        .contains("s5 (guid 1005), s6 (guid 1006)", "s1 (guid 1001), s2 (guid 1002)", "--full")
                        .contains("Nothing was done"));
    }

    @Test
    void aConflictOfLongListsShowsTheNewest() {
        List<Snapshot> here = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> snapshot("x" + number, number, number))
                .toList();

        assertThat(planned(ALL, here, List.of(full(1))))
                .isInstanceOfSatisfying(BackupPlan.Conflict.class, conflict -> assertThat(conflict.explanation())
                        .contains("(40 older ones,) x41", "x50 (guid 50)")
                        .doesNotContain("x40 "));
    }

    @Test
    void theSameNameWithAnotherGuidIsAnotherSnapshot() {
        Snapshot impostor = snapshot("s1", 5, 1);

        assertThat(planned(ALL, List.of(impostor, snapshot(2)), List.of(full(1))))
                .isInstanceOf(BackupPlan.Conflict.class);
    }

    @Test
    void aRenamedSnapshotIsKnownByItsGuid() {
        assertThat(steps(ALL, List.of(snapshot("renamed", 1001, 1), snapshot(2)), full(1)))
                .containsExactly("tank/home@s2, incremental from @renamed");
    }

    @Test
    void withoutGuidsNameAndSecondOfCreationDecide() {
        assertThat(steps(ALL, snapshots(1, 2, 3), originalFull(1), originalOn(1, 2)))
                .containsExactly("tank/home@s3, incremental from @s2");
        assertThat(planned(ALL, List.of(snapshot("s1", 1001, 99)), List.of(originalFull(1))))
                .isInstanceOf(BackupPlan.Conflict.class);
    }

    @Test
    void aBackupWhoseChainIsBrokenIsNoBase() {
        assertThat(steps(ALL, snapshots(1, 2, 3, 4), full(1), on(2, 3)))
                .containsExactly(
                        "tank/home@s2, incremental from @s1",
                        "tank/home@s3, incremental from @s2",
                        "tank/home@s4, incremental from @s3");
        assertThat(planned(ALL, snapshots(2, 3), List.of(on(1, 2), on(2, 3)))).isInstanceOf(BackupPlan.Conflict.class);
    }

    @Test
    void aRecursiveBackupWantsARecursiveBase() {
        assertThat(planned(CHILDREN, snapshots(1, 2), List.of(full(1))))
                .isInstanceOfSatisfying(BackupPlan.Conflict.class, conflict -> assertThat(conflict.why())
                        .contains("no recursive backup"));
        BackupPlan plan = planned(CHILDREN, snapshots(1, 2), List.of(recursive(full(1))));
        assertThat(plan)
                .isEqualTo(new BackupPlan.Send(List.of(new SendStep(snapshot(2), Optional.of(snapshot(1)), true))));
        assertThat(steps(ALL, snapshots(1, 2), recursive(full(1))))
                .containsExactly("tank/home@s2, incremental from @s1");
    }

    @Test
    void fullBeginsANewChainWhateverIsThere() {
        assertThat(steps(FULL, snapshots(1, 2), full(1), on(1, 2)))
                .containsExactly("tank/home@s1, full", "tank/home@s2, incremental from @s1");
        assertThat(steps(FULL, snapshots(8), full(1))).containsExactly("tank/home@s8, full");
        assertThat(steps(new BackupChoice(Source.parse("tank/home"), false, false, true), snapshots(1, 2), full(1)))
                .containsExactly("tank/home@s2, full");
    }

    @Test
    void aStepBecomesTheRequestOfTheSameSend() {
        SendStep step = new SendStep(snapshot(2), Optional.of(snapshot(1)), true);

        assertThat(step.request().snapshot().name()).isEqualTo(HOME.at("s2"));
        assertThat(step.request().base()).contains(snapshot(1));
        assertThat(step.request().recursive()).isTrue();
    }

    @Test
    @Timeout(300)
    void tenThousandSnapshotsAndBackupsArePlannedInLinearWork() {
        int count = 10_000;
        List<Snapshot> here = IntStream.range(1, 2 * count)
                .mapToObj(number -> snapshot(number))
                .toList();
        List<BackupEntry> original = new ArrayList<>(List.of(originalFull(1)));
        List<BackupEntry> broken = new ArrayList<>();
        for (int i = 2; i <= count; i++) {
            original.add(originalOn(i - 1, i));
            broken.add(on(i - 1, i));
        }

        for (int round = 0; round < 10; round++) {
            assertThat(((BackupPlan.Send) planned(ALL, here, original)).steps()).hasSize(count - 1);
            assertThat(planned(ALL, here, broken)).isInstanceOf(BackupPlan.Conflict.class);
            assertThat(((BackupPlan.Send) planned(ALL, here, List.of())).steps())
                    .hasSize(2 * count - 1);
        }
    }

    @Test
    void snapshotsThatAChildLacksArePassedOver() {
        DatasetName child = new DatasetName("tank/home/child");
        SnapshotTree tree = new SnapshotTree(snapshots(1, 2, 3, 4, 5), Map.of("s1", child, "s3", child, "s5", child));

        assertThat(BackupPlanner.plan(
                        CHILDREN, tree, new Chains(List.of()), BackupPlannerTest::nothingSpecial, BaseCheck.NONE))
                .isEqualTo(new BackupPlan.Send(
                        List.of(
                                new SendStep(snapshot(2), Optional.empty(), true),
                                new SendStep(snapshot(4), Optional.of(snapshot(2)), true)),
                        List.of(new Unsent(snapshot(3), child)),
                        List.of(new Unsent(snapshot(5), child)),
                        List.of()));
        assertThat(BackupPlanner.plan(
                        new BackupChoice(Source.parse("tank/home@s3"), true, true, false),
                        tree,
                        new Chains(List.of()),
                        BackupPlannerTest::nothingSpecial,
                        BaseCheck.NONE))
                .isInstanceOfSatisfying(BackupPlan.Impossible.class, impossible -> assertThat(impossible.why())
                        .contains("tank/home@s3 does not exist in tank/home/child"));
    }

    @Test
    void withoutASnapshotOfAllChildrenNothingCanBeSent() {
        SnapshotTree tree = new SnapshotTree(snapshots(1), Map.of("s1", new DatasetName("tank/home/child")));

        assertThat(BackupPlanner.plan(
                        CHILDREN, tree, new Chains(List.of()), BackupPlannerTest::nothingSpecial, BaseCheck.NONE))
                .isInstanceOfSatisfying(BackupPlan.Impossible.class, impossible -> assertThat(impossible.why())
                        .contains("zfs snapshot -r"));
    }
}
