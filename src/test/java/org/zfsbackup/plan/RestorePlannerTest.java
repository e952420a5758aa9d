package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.chains;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.originalFull;
import static org.zfsbackup.fixture.BackupEntries.originalOn;
import static org.zfsbackup.fixture.BackupEntries.recursive;
import static org.zfsbackup.fixture.BackupEntries.snapshot;
import static org.zfsbackup.fixture.BackupEntries.withId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.repository.map.BackupDetails;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.SnapshotOrder;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumePoint;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Source;

class RestorePlannerTest {
    private static final List<BackupEntry> THREE = List.of(full(1), on(1, 2), on(2, 3));

    private static RestorePlan plan(String wanted, List<BackupEntry> entries, Optional<List<Snapshot>> there) {
        return new RestorePlanner(Source.parse(wanted), chains(entries)).plan(HOME, there, false);
    }

    private static RestoreStep step(BackupEntry entry) {
        return new RestoreStep(HOME, entry, Optional.of(HOME), Optional.empty());
    }

    private static RestorePlan receive(List<BackupEntry> entries) {
        return new RestorePlan.Receive(
                entries.stream().map(RestorePlannerTest::step).toList());
    }

    private static RestorePlan forced(List<BackupEntry> entries, Snapshot... there) {
        return new RestorePlanner(Source.parse("tank/home"), chains(entries))
                .plan(HOME, Optional.of(List.of(there)), true);
    }

    private static Optional<List<Snapshot>> has(Snapshot... snapshots) {
        return Optional.of(List.of(snapshots));
    }

    @Test
    void theNewestComesAlongItsChainWhereNothingIsThere() {
        assertThat(plan("tank/home", THREE, Optional.empty())).isEqualTo(receive(THREE));
        assertThat(plan("tank/home", List.of(on(2, 3), full(1), on(1, 2)), Optional.empty()))
                .isEqualTo(receive(THREE));
    }

    @Test
    void aNamedSnapshotEndsTheChain() {
        assertThat(plan("tank/home@s2", THREE, Optional.empty())).isEqualTo(receive(List.of(full(1), on(1, 2))));
    }

    @Nested
    class PartOfAStream {
        private static final ResumePoint POINT = new ResumePoint(9, 512, true);
        private static final SendOptions LARGE = new SendOptions(false, true, true, false, false);

        private static BackupEntry sentAs(SendOptions form, BackupEntry entry) {
            return new BackupEntry(
                    entry.id(),
                    entry.snapshot(),
                    entry.parent(),
                    entry.content(),
                    entry.details().withFormat(Optional.of(form)));
        }

        private static ResumeToken token(long snapshot, Optional<Guid> base, SendOptions form) {
            return new ResumeToken("1-abc", Optional.of(new Guid(1000 + snapshot)), base, 77, form.raw(), POINT);
        }

        private static RestorePlan plan(List<BackupEntry> entries, ResumeToken token, Snapshot... there) {
            DatasetState state = new DatasetState(
                    HOME, new Guid(1), false, false, List.of(there), List.of(), Set.of(), Optional.of("1-abc"));
            return new RestorePlanner(Source.parse("tank/home"), chains(entries))
                    .planOnto(HOME, Optional.of(state), Optional.of(token), false);
        }

        private static List<BackupEntry> three(SendOptions form) {
            return THREE.stream().map(entry -> sentAs(form, entry)).toList();
        }

        private static RestorePlan resumed(List<BackupEntry> entries) {
            List<RestoreStep> steps = new ArrayList<>(
                    entries.stream().map(RestorePlannerTest::step).toList());
            steps.set(0, steps.get(0).resumedAt(POINT));
            return new RestorePlan.Receive(steps);
        }

        @Test
        void firstStream_goesOn() {
            List<BackupEntry> three = three(LARGE);
            assertThat(plan(three, token(1, Optional.empty(), LARGE))).isEqualTo(resumed(three));
        }

        @Test
        void laterStream_goesOn() {
            List<BackupEntry> three = three(LARGE);
            assertThat(plan(three, token(2, Optional.of(new Guid(1001)), LARGE), snapshot(1)))
                    .isEqualTo(resumed(three.subList(1, 3)));
        }

        @Test
        void otherSnapshotBaseOrForm_isRefused() {
            SendOptions raw = new SendOptions(true, true, true, true, false);
            for (ResumeToken other : List.of(
                    token(2, Optional.empty(), LARGE),
                    token(1, Optional.of(new Guid(1005)), LARGE),
                    token(1, Optional.empty(), raw))) {
                assertThat(plan(three(LARGE), other))
                        .as(other.toString())
                        .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                                .contains("zfs receive -A tank/home"));
            }
            assertThat(plan(three(LARGE), token(2, Optional.of(new Guid(1001)), LARGE), snapshot(1), snapshot(7)))
                    .isInstanceOf(RestorePlan.Refused.class);
        }

        @Test
        void backupOfUnknownForm_isRefused() {
            assertThat(plan(THREE, token(1, Optional.empty(), LARGE))).isInstanceOf(RestorePlan.Refused.class);
            assertThat(step(full(1)).isResumable()).isFalse();
            assertThat(step(sentAs(LARGE, full(1))).isResumable()).isTrue();
            assertThat(step(recursive(sentAs(LARGE, full(1)))).isResumable()).isFalse();
        }
    }

    @Nested
    class Newest {
        private static Optional<BackupEntry> newest(BackupEntry... entries) {
            return new RestorePlanner(Source.parse("tank/home"), chains(List.of(entries))).entry();
        }

        private static BackupEntry born(BackupEntry entry, long dataset, long createtxg) {
            BackupDetails details = entry.details();
            return new BackupEntry(
                    entry.id(),
                    entry.snapshot(),
                    entry.parent(),
                    entry.content(),
                    details.withBirth(Optional.of(new SnapshotOrder(new Guid(dataset), createtxg))));
        }

        private static BackupEntry at(BackupEntry entry, long second) {
            return new BackupEntry(
                    entry.id(),
                    entry.snapshot(),
                    entry.parent(),
                    entry.content(),
                    BackupEntries.details(second, false));
        }

        @Test
        void chain_decidesAndNotTheClock() {
            assertThat(newest(full(1), at(on(1, 2), 0))).contains(at(on(1, 2), 0));
            assertThat(newest(at(on(1, 2), 9), full(1))).contains(at(on(1, 2), 9));
        }

        @Test
        void snapshotOfAnOlderLink_isOlderInAnyChain() {
            assertThat(newest(full(1), on(1, 2), withId(full(1), "again"))).contains(on(1, 2));
            assertThat(newest(full(1), on(1, 2), withId(full(2), "again"))).contains(withId(full(2), "again"));
        }

        @Test
        void transactionGroup_decidesBetweenChainsOfOneDataset() {
            BackupEntry five = born(full(5), 7, 500);
            BackupEntry three = born(full(3), 7, 300);
            assertThat(newest(five, three)).contains(five);
            assertThat(newest(three, five)).contains(five);
        }

        @Test
        void otherDatasetOrUnknownGroup_leavesTheOrderOfTheMap() {
            assertThat(newest(born(full(5), 7, 500), born(full(3), 8, 300))).contains(born(full(3), 8, 300));
            assertThat(newest(full(5), full(1))).contains(full(1));
        }
    }

    @Test
    void ofSeveralBackupsOfOneSnapshotTheLastCounts() {
        BackupEntry again = withId(full(1), "again");

        assertThat(new RestorePlanner(Source.parse("tank/home@s1"), chains(List.of(full(1), again))).entry())
                .contains(again);
    }

    @Test
    void itGoesOnFromTheNewestSnapshotThatTheDestinationHas() {
        assertThat(plan("tank/home", THREE, has(snapshot(1)))).isEqualTo(receive(List.of(on(1, 2), on(2, 3))));
        assertThat(plan("tank/home", THREE, has(snapshot(1), snapshot(2)))).isEqualTo(receive(List.of(on(2, 3))));
        List<BackupEntry> originals = List.of(originalFull(1), originalOn(1, 2));
        assertThat(plan("tank/home", originals, has(snapshot(1)))).isEqualTo(receive(List.of(originalOn(1, 2))));
    }

    @Test
    void whatIsThereIsNotRestored() {
        assertThat(plan("tank/home", THREE, has(snapshot(1), snapshot(2), snapshot(3))))
                .isEqualTo(new RestorePlan.AlreadyThere(on(2, 3)));
        assertThat(plan("tank/home@s1", THREE, has(snapshot(1), snapshot(2))))
                .isEqualTo(new RestorePlan.AlreadyThere(full(1)));
    }

    @Test
    void newerSnapshotsAtTheDestinationAreNeverRolledBackUnasked() {
        assertThat(plan("tank/home", THREE, has(snapshot(1), snapshot(9))))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("tank/home exists", "newer than @s1", "its newest is @s9", "--to", "--force"));
        assertThat(forced(THREE, snapshot(1), snapshot(9)))
                .isEqualTo(new RestorePlan.Receive(List.of(
                        new RestoreStep(
                                HOME,
                                on(1, 2),
                                Optional.of(HOME),
                                Optional.of(snapshot(1).name())),
                        step(on(2, 3)))));
    }

    @Test
    void aDestinationWithNothingInCommonIsNeverReplacedUnasked() {
        assertThat(plan("tank/home", THREE, has(snapshot("s1", 5, 1))))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("no snapshot in common"));
        assertThat(plan("tank/home", THREE, has()))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("has no snapshots", "--force"));
        assertThat(forced(THREE)).isEqualTo(receive(THREE));
    }

    @Test
    void evenByForceSnapshotsThatHaveNothingToDoWithTheBackupsAreKept() {
        assertThat(forced(THREE, snapshot(9))).isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(
                        refused.why())
                .contains("no snapshot in common", "its newest is @s9", "--force destroys only those that are newer"));
    }

    @Test
    void aSnapshotThatIsThereWithNewerOnesIsNotRolledBackTo() {
        assertThat(forced(List.of(full(1)), snapshot(1), snapshot(9)))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("zfs rollback -r tank/home@s1"));
        assertThat(forced(List.of(full(1)), snapshot(1))).isEqualTo(new RestorePlan.AlreadyThere(full(1)));
    }

    @Test
    void aBackupWithChildrenIsNeverCalledDoneForItsParentAlone() {
        List<BackupEntry> entries = List.of(recursive(full(1)));

        assertThat(plan("tank/home", entries, has(snapshot(1))))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("may have been interrupted"));
    }

    @Test
    void aBackupWithChildrenIsNeverRestoredByForceOntoWhatIsThere() {
        List<BackupEntry> entries = List.of(recursive(full(1)), recursive(on(1, 2)));

        assertThat(forced(entries, snapshot(1)))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("ZFS would destroy"));
        assertThat(plan("tank/home", entries, has(snapshot(1)))).isEqualTo(receive(List.of(recursive(on(1, 2)))));
    }

    @Test
    void aBrokenChainIsRefusedByName() {
        assertThat(plan("tank/home@s3", List.of(full(1), on(2, 3)), Optional.empty()))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("tank/home@s3", "not in the map"));
    }

    @Test
    void whatWasNeverBackedUpIsRefused() {
        assertThat(plan("tank/home@nope", THREE, Optional.empty()))
                .isInstanceOfSatisfying(RestorePlan.Refused.class, refused -> assertThat(refused.why())
                        .contains("no backup of tank/home@nope"));
        assertThat(plan("tank/home", List.of(), Optional.empty())).isInstanceOf(RestorePlan.Refused.class);
    }

    @Test
    @Timeout(300)
    void tenThousandSnapshotsAndBackupsArePlannedInLinearWork() {
        int count = 10_000;
        List<BackupEntry> entries = new ArrayList<>(List.of(originalFull(1)));
        IntStream.rangeClosed(2, count).forEach(number -> entries.add(originalOn(number - 1, number)));
        List<Snapshot> there = IntStream.rangeClosed(1, count)
                .mapToObj(number -> snapshot("x" + number, number, number))
                .toList();

        for (int round = 0; round < 10; round++) {
            assertThat(((RestorePlan.Receive) plan("tank/home", entries, Optional.empty())).steps())
                    .hasSize(count);
            assertThat(plan("tank/home", entries, Optional.of(there))).isInstanceOf(RestorePlan.Refused.class);
        }
    }
}
