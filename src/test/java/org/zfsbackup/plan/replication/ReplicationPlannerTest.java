package org.zfsbackup.plan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Bookmark;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumePoint;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

class ReplicationPlannerTest {
    private static final DatasetName HERE = new DatasetName("tank/home");
    private static final DatasetName THERE = new DatasetName("backup/home");
    private static final Set<String> MODERN =
            Set.of("lz4_compress", "zstd_compress", "large_blocks", "embedded_data", "encryption");
    private static final SendFeatures SENDS =
            new SendFeatures(Set.of('w', 'c', 'L', 'e', 'p', 'R', 'n', 'v', 'P', 't'));

    /** Which snapshots are where; those of the source that are gone have left a bookmark. */
    private static final class Case {
        private final List<Base> here = new ArrayList<>();
        private final List<Base> there = new ArrayList<>();
        private final Map<DatasetName, DatasetState> below = new TreeMap<>();
        private boolean exists = true;
        private DatasetName destination = THERE;
        private boolean encrypted;
        private Optional<ResumeToken> token = Optional.empty();
        private SendFeatures sends = SENDS;
        private Optional<Boolean> rawThere = Optional.empty();
        private Optional<DatasetName> elsewhere = Optional.empty();
        private Set<String> receives = Set.of();
        private Optional<EmptyDestination> empty = Optional.empty();
        private Optional<Promotion> promotion = Optional.empty();
        private ReplicationChoice choice = new ReplicationChoice(
                Optional.empty(), false, IncrementalSteps.EACH, false, false, SendFormatPreference.BEST);

        Case here(int... numbers) {
            for (int number : numbers) {
                here.add(snapshot(HERE, number, number));
            }
            return this;
        }

        Case bookmark(int number) {
            here.add(new Bookmark(HERE, "zfsbackup_" + number, new Guid(number)));
            return this;
        }

        Case there(int... numbers) {
            for (int number : numbers) {
                there.add(snapshot(THERE, number, number));
            }
            return this;
        }

        Case thereRemade(int number) {
            there.add(snapshot(THERE, number, 1000 + number));
            return this;
        }

        Case missing() {
            exists = false;
            return this;
        }

        Case upTo(String last) {
            choice = new ReplicationChoice(
                    Optional.of(last),
                    choice.recursive(),
                    choice.increments(),
                    choice.newReplica(),
                    choice.force(),
                    choice.form());
            return this;
        }

        Case how(boolean recursive, IncrementalSteps increments, boolean anew, SendFormatPreference form) {
            choice = new ReplicationChoice(choice.last(), recursive, increments, anew, choice.force(), form);
            return this;
        }

        Case brokenOff(long snapshot, Long base) {
            token = Optional.of(new ResumeToken(
                    "1-abc",
                    Optional.of(new Guid(snapshot)),
                    Optional.ofNullable(base).map(Guid::new),
                    77,
                    false,
                    new ResumePoint(1, 0, false)));
            return this;
        }

        Case empty(boolean container, boolean hasDatasetsBelow) {
            empty = Optional.of(new EmptyDestination(container, hasDatasetsBelow));
            return this;
        }

        Case force() {
            choice = new ReplicationChoice(
                    choice.last(), choice.recursive(), choice.increments(), choice.newReplica(), true, choice.form());
            return this;
        }

        Case withOldZfs() {
            sends = new SendFeatures(Set.of('p', 'R'));
            return this;
        }

        ReplicationPlan plan() {
            DatasetState source = state(HERE, here, encrypted);
            below.put(HERE, source);
            return ReplicationPlanner.plan(
                    choice,
                    new ReplicationState(
                            source,
                            new DatasetTree(HERE, new TreeMap<>(below)),
                            destination,
                            exists ? Optional.of(state(THERE, there, false)) : Optional.empty(),
                            token,
                            sends,
                            receives,
                            rawThere,
                            elsewhere,
                            Optional.empty(),
                            empty,
                            promotion));
        }
    }

    private static Snapshot snapshot(DatasetName dataset, int number, long guid) {
        return new Snapshot(dataset.at("s" + number), new Guid(guid), Instant.ofEpochSecond(1_700_000_000L + number));
    }

    private static DatasetState state(DatasetName name, List<Base> line, boolean encrypted) {
        return new DatasetState(name, new Guid(7), false, encrypted, line, List.of(), Set.of(), Optional.empty());
    }

    /** The streams of a plan, as short texts. */
    private static List<String> streams(ReplicationPlan plan) {
        assertThat(plan).isInstanceOf(ReplicationPlan.Send.class);
        return ((ReplicationPlan.Send) plan)
                .requests().stream().map(ReplicationPlannerTest::text).toList();
    }

    private static String text(SendRequest request) {
        return request.base()
                        .map(base -> (request.intermediates() ? ">>" : ">") + base.shortName())
                        .orElse("full")
                + " " + request.snapshot().shortName()
                + (request.token().isPresent() ? " resumed" : "");
    }

    private static Divergence conflict(ReplicationPlan plan) {
        assertThat(plan).isInstanceOf(ReplicationPlan.Conflict.class);
        assertThat(plan.refusal().orElseThrow()).contains("Nothing was done");
        return ((ReplicationPlan.Conflict) plan).divergence();
    }

    @Test
    void toNothingTheOldestIsSentInFullAndEachNextOneOnIt() {
        assertThat(streams(new Case().here(1, 2, 3).missing().plan())).containsExactly("full s1", ">s1 s2", ">s2 s3");
    }

    @Test
    void theStreamsBehindTheBaseAreEachOrOneOrAllInOne() {
        assertThat(streams(new Case().here(1, 2, 3, 4).there(1, 2).plan())).containsExactly(">s2 s3", ">s3 s4");
        assertThat(streams(new Case()
                        .here(1, 2, 3, 4)
                        .there(1)
                        .how(false, IncrementalSteps.LAST, false, SendFormatPreference.BEST)
                        .plan()))
                .containsExactly(">s1 s4");
        assertThat(streams(new Case()
                        .here(1, 2, 3, 4)
                        .there(1)
                        .how(false, IncrementalSteps.TOGETHER, false, SendFormatPreference.BEST)
                        .plan()))
                .containsExactly(">>s1 s4");
        assertThat(streams(new Case()
                        .here(1, 2, 3)
                        .missing()
                        .how(false, IncrementalSteps.LAST, false, SendFormatPreference.BEST)
                        .plan()))
                .containsExactly("full s3");
        assertThat(streams(new Case()
                        .here(1, 2, 3)
                        .missing()
                        .how(false, IncrementalSteps.TOGETHER, false, SendFormatPreference.BEST)
                        .plan()))
                .containsExactly("full s1", ">>s1 s3");
    }

    @Test
    void aPrunedBaseIsReplacedByItsBookmarkWhichNoStreamOfAllCanStartFrom() {
        assertThat(streams(new Case().bookmark(2).here(3, 4).there(1, 2).plan()))
                .containsExactly(">zfsbackup_2 s3", ">s3 s4");
        assertThat(streams(new Case()
                        .bookmark(2)
                        .here(3, 4, 5)
                        .there(1, 2)
                        .how(false, IncrementalSteps.TOGETHER, false, SendFormatPreference.BEST)
                        .plan()))
                .containsExactly(">zfsbackup_2 s3", ">>s3 s5");
    }

    @Test
    void whatIsThereIsUpToDate() {
        assertThat(new Case().here(1, 2).there(1, 2).plan()).isInstanceOf(ReplicationPlan.UpToDate.class);
        assertThat(new Case().here(1, 2, 3).there(1, 2).upTo("s2").plan()).isInstanceOf(ReplicationPlan.UpToDate.class);
        assertThat(new Case().here(1, 2, 3).there(1, 2, 3).upTo("s2").plan())
                .isEqualTo(new ReplicationPlan.UpToDate(
                        snapshot(HERE, 2, 2), snapshot(HERE, 3, 3), Optional.empty(), List.of()));
    }

    @Test
    void aNamedSnapshotEndsIt() {
        assertThat(streams(new Case().here(1, 2, 3).there(1).upTo("s2").plan())).containsExactly(">s1 s2");
        assertThat(new Case().here(1).missing().upTo("s9").plan().refusal())
                .get()
                .asString()
                .contains("there is no snapshot tank/home@s9");
        assertThat(new Case().here(1, 2, 3).there(1, 3).upTo("s2").plan().refusal())
                .get()
                .asString()
                .contains("cannot insert a snapshot before another one");
    }

    @Test
    void aSourceWithoutSnapshotsIsToldHowToMakeOne() {
        assertThat(new Case().missing().plan().refusal()).get().asString().contains("zfs snapshot tank/home@NAME");
    }

    @Test
    void eachDivergenceIsTypedWithBothSidesAndCommands() {
        Divergence nothing = conflict(new Case().here(3, 4).there(1, 2).plan());
        assertThat(nothing.kind()).isEqualTo(Divergence.Kind.NOTHING_IN_COMMON);
        assertThat(nothing.explanation()).contains("@s3 (guid 3)", "@s2 (guid 2)", "zfs rename backup/home");

        Divergence ahead = conflict(new Case().here(1, 2, 4).there(1, 2, 3).plan());
        assertThat(ahead.kind()).isEqualTo(Divergence.Kind.DESTINATION_WENT_ON);
        assertThat(ahead.explanation()).contains("zfs rollback -r backup/home@s2", "destroys @s3");

        Divergence remade =
                conflict(new Case().here(1, 2, 3).there(1).thereRemade(2).plan());
        assertThat(remade.kind()).isEqualTo(Divergence.Kind.SNAPSHOT_REMADE);
        assertThat(remade.explanation()).contains("@s2 is a different snapshot on each side");

        assertThat(conflict(new Case().here(1).plan()).kind()).isEqualTo(Divergence.Kind.DESTINATION_HAS_NO_SNAPSHOTS);
    }

    @Test
    void byForceADestinationWithoutSnapshotsIsReplacedAndATreeNever() {
        assertThat(streams(new Case().here(1).force().plan())).containsExactly("full s1");
        assertThat(conflict(new Case().here(2).there(1).force().plan()).kind())
                .isEqualTo(Divergence.Kind.NOTHING_IN_COMMON);
        assertThat(new Case()
                        .here(1, 2)
                        .there(1)
                        .how(true, IncrementalSteps.EACH, false, SendFormatPreference.BEST)
                        .force()
                        .plan()
                        .refusal())
                .get()
                .asString()
                .contains("would destroy");
    }

    @Test
    void byForceNoBrokenOffReceiveIsAWayRoundTheRefusals() {
        assertThat(new Case()
                        .here(1, 2)
                        .there(1)
                        .brokenOff(2, 1L)
                        .how(true, IncrementalSteps.EACH, false, SendFormatPreference.BEST)
                        .force()
                        .plan())
                .isInstanceOf(ReplicationPlan.Impossible.class);
        assertThat(conflict(new Case()
                                .here(1, 2)
                                .there(1, 7)
                                .brokenOff(2, 1L)
                                .force()
                                .plan())
                        .kind())
                .isEqualTo(Divergence.Kind.DESTINATION_WENT_ON);
    }

    @Test
    void whatWasBegunInAnotherFormIsGivenUp() {
        Case decrypted = new Case().here(1, 2).brokenOff(1, null);
        decrypted.encrypted = true;
        ReplicationPlan plan = decrypted.plan();
        assertThat(streams(plan)).containsExactly("full s1", ">s1 s2");
        assertThat(((ReplicationPlan.Send) plan).givenUp()).get().asString().contains("started decrypted");
    }

    @Test
    void withChildrenNoBookmarkIsABase() {
        assertThat(new Case()
                        .bookmark(1)
                        .here(2)
                        .there(1)
                        .how(true, IncrementalSteps.EACH, false, SendFormatPreference.BEST)
                        .plan()
                        .refusal())
                .get()
                .asString()
                .contains("was pruned at the source");
    }

    @Test
    void aRenamedSourceIsNotSentAnewUnlessTheUserSaysSo() {
        Case renamed = new Case().here(1).missing();
        renamed.elsewhere = Optional.of(new DatasetName("backup/old"));
        assertThat(conflict(renamed.plan()).kind()).isEqualTo(Divergence.Kind.RENAMED);
        assertThat(renamed.plan().refusal().orElseThrow()).contains("`zfs rename backup/old backup/home`");
        assertThat(streams(renamed.how(false, IncrementalSteps.EACH, true, SendFormatPreference.BEST)
                        .plan()))
                .containsExactly("full s1");
    }

    @Test
    void whatWasBrokenOffIsFinishedFirst() {
        assertThat(streams(new Case().here(1, 2).brokenOff(1, null).plan()))
                .containsExactly("full s1 resumed", ">s1 s2");
        assertThat(streams(new Case().here(1, 2, 3).there(1).brokenOff(2, 1L).plan()))
                .containsExactly(">s1 s2 resumed", ">s2 s3");
        assertThat(streams(new Case()
                        .bookmark(1)
                        .here(2, 3)
                        .there(1)
                        .brokenOff(2, 1L)
                        .plan()))
                .containsExactly(">zfsbackup_1 s2 resumed", ">s2 s3");
    }

    @Test
    void aTokenThatNoLongerFitsIsGivenUpWithItsReason() {
        ReplicationPlan gone = new Case().here(1, 3).there(1).brokenOff(2, 1L).plan();
        assertThat(streams(gone)).containsExactly(">s1 s3");
        assertThat(((ReplicationPlan.Send) gone).givenUp())
                .get()
                .asString()
                .contains("77 bytes", "its partial state is discarded");

        ReplicationPlan baseGone =
                new Case().here(1, 2).there(1).brokenOff(2, 9L).plan();
        assertThat(((ReplicationPlan.Send) baseGone).givenUp()).isPresent();

        ReplicationPlan done = new Case().here(1).there(1).brokenOff(2, 1L).plan();
        assertThat(((ReplicationPlan.UpToDate) done).givenUp()).isPresent();
    }

    @Test
    void aSourceWhoseZfsSendsNoRestIsNamedAsTheReason() {
        ReplicationPlan plan =
                new Case().here(1, 2).there(1).withOldZfs().brokenOff(2, 1L).plan();
        assertThat(streams(plan)).containsExactly(">s1 s2");
        assertThat(((ReplicationPlan.Send) plan).givenUp()).get().asString().contains("no `send -t`");
    }

    @Test
    void aBrokenOffReceiveIsNotGivenUpForAPlanThatCannotBeCarriedOut() {
        assertThat(conflict(new Case().here(3).there(1).brokenOff(2, 1L).plan()).kind())
                .isEqualTo(Divergence.Kind.NOTHING_IN_COMMON);
    }

    @Test
    void withChildrenOnlySnapshotsThatAllHaveAreSent() {
        Case tree =
                new Case().here(1, 2, 3).missing().how(true, IncrementalSteps.EACH, false, SendFormatPreference.BEST);
        DatasetName child = new DatasetName("tank/home/child");
        tree.below.put(child, state(child, List.of(snapshot(child, 1, 11), snapshot(child, 3, 13)), false));
        ReplicationPlan plan = tree.plan();
        assertThat(streams(plan)).containsExactly("full s1", ">s1 s3");
        assertThat(((ReplicationPlan.Send) plan).warnings())
                .singleElement()
                .asString()
                .contains("tank/home@s2");
        assertThat(tree.upTo("s2").plan().refusal()).isPresent();
    }

    @Test
    void theFormIsTheBestThatBothSidesCan() {
        Case plain = new Case().here(1).missing();
        assertThat(form(plain.plan())).isEqualTo(SendOptions.PLAIN);
        plain.receives = MODERN;
        assertThat(form(plain.plan())).isEqualTo(new SendOptions(false, true, true, false, false));
        plain.receives = Set.of("large_blocks", "lz4_compress");
        assertThat(form(plain.plan())).isEqualTo(new SendOptions(false, false, true, false, false));
        SendFormatPreference wish = new SendFormatPreference(
                Optional.empty(), Optional.of(true), Optional.of(false), Optional.of(false), true);
        assertThat(form(plain.how(false, IncrementalSteps.EACH, false, wish).plan()))
                .isEqualTo(new SendOptions(false, true, false, false, true));
    }

    private static SendOptions form(ReplicationPlan plan) {
        return ((ReplicationPlan.Send) plan).requests().get(0).options();
    }

    @Test
    void anEncryptedDatasetIsSentRawUnlessTheUserSaysOtherwise() {
        Case encrypted = new Case().here(1, 2).missing();
        encrypted.encrypted = true;
        encrypted.receives = MODERN;
        assertThat(form(encrypted.plan())).isEqualTo(new SendOptions(true, false, true, false, false));
        encrypted.receives = Set.of();
        assertThat(form(encrypted.plan()).raw()).isTrue();
        SendFormatPreference plain = new SendFormatPreference(
                Optional.of(false), Optional.empty(), Optional.empty(), Optional.empty(), false);
        assertThat(form(encrypted
                                .how(false, IncrementalSteps.EACH, false, plain)
                                .plan())
                        .raw())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(IncrementalSteps.class)
    void aReplicaGoesOnInTheFormInWhichItWasBegunAndInNoOther(IncrementalSteps increments) {
        for (boolean raw : List.of(true, false)) {
            Case begun = new Case().here(1, 2).there(1);
            begun.encrypted = true;
            begun.receives = MODERN;
            begun.rawThere = Optional.of(raw);
            assertThat(form(begun.how(false, increments, false, raw(raw)).plan())
                            .raw())
                    .isEqualTo(raw);
            assertThat(conflict(begun.how(false, increments, false, raw(!raw)).plan())
                            .kind())
                    .isEqualTo(Divergence.Kind.FORM);
        }
    }

    private static SendFormatPreference raw(boolean raw) {
        return new SendFormatPreference(Optional.of(raw), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** The dataset may have been moved into an encrypted one since its replica was begun. */
    @Test
    void whatIsEncryptedNeverGoesOnDecryptedUnlessTheUserSaysSo() {
        Case begun = new Case().here(1, 2).there(1);
        begun.encrypted = true;
        begun.receives = MODERN;
        begun.rawThere = Optional.of(false);
        Divergence divergence = conflict(begun.plan());
        assertThat(divergence.kind()).isEqualTo(Divergence.Kind.FORM);
        assertThat(divergence.explanation()).contains("--no-raw").contains("Nothing was done");
    }

    @Nested
    class DestinationWithoutSnapshots {
        private String advice(Case sides) {
            return conflict(sides.plan()).explanation();
        }

        @Test
        void container_getsTheDatasetInFull() {
            assertThat(streams(new Case().here(1, 2).empty(true, true).plan())).containsExactly("full s1", ">s1 s2");
        }

        @Test
        void container_isNeverReplacedByATree() {
            Case tree = new Case()
                    .here(1)
                    .empty(true, true)
                    .how(true, IncrementalSteps.EACH, false, SendFormatPreference.BEST);
            assertThat(conflict(tree.plan()).kind()).isEqualTo(Divergence.Kind.DESTINATION_HAS_NO_SNAPSHOTS);
        }

        @Test
        void containerOfAnEncryptedDataset_isMovedAside() {
            Case encrypted = new Case().here(1).empty(true, true);
            encrypted.encrypted = true;
            assertThat(advice(encrypted))
                    .contains(
                            "`zfs rename backup/home ANOTHER-NAME`",
                            "`zfs rename ANOTHER-NAME/CHILD backup/home/CHILD`")
                    .doesNotContain("destroy");
        }

        @Test
        void somethingElseWithReplicasBelow_isNeitherDestroyedNorMoved() {
            assertThat(advice(new Case().here(1).empty(false, true)))
                    .contains("--force-receive")
                    .doesNotContain("zfs destroy", "zfs rename");
        }

        @Test
        void somethingElseAlone_mayGo() {
            assertThat(advice(new Case().here(1).empty(false, false))).contains("zfs destroy", "zfs rename");
        }
    }

    @Nested
    class SourceThatLostItsSnapshotsByAPromotion {
        private static final DatasetName CLONE = new DatasetName("tank/new");
        private static final DatasetName REPLICA = new DatasetName("backup/new");

        private Divergence divergence(boolean exists, boolean clone) {
            Case sides = new Case().here(4).there(1, 2, 3);
            sides.promotion = Optional.of(new Promotion(CLONE, Optional.of(REPLICA), exists, clone));
            Divergence divergence = conflict(sides.plan());
            assertThat(divergence.kind()).isEqualTo(Divergence.Kind.PROMOTED);
            assertThat(divergence.explanation())
                    .contains("backup/home ends with @s3, which belongs to tank/new now")
                    .doesNotContain("destroy", "rollback");
            return divergence;
        }

        @Test
        void replicaOfThePromotedOne_isMadeByARename() {
            assertThat(divergence(false, false).commands())
                    .singleElement()
                    .asString()
                    .startsWith("`zfs rename backup/home backup/new`");
        }

        @Test
        void replicaThatIsAClone_isPromotedToo() {
            assertThat(divergence(true, true).commands())
                    .singleElement()
                    .asString()
                    .contains("`zfs promote backup/new`", "`zfs rename backup/home ANOTHER-NAME`");
        }

        @Test
        void otherReplica_isLeftAlone() {
            assertThat(divergence(true, false).commands())
                    .singleElement()
                    .asString()
                    .startsWith("`zfs rename backup/home ANOTHER-NAME`");
        }

        @Test
        void bookmarkOfTheLostSnapshot_isABase() {
            Case sides = new Case().bookmark(3).here(4).there(1, 2, 3);
            assertThat(streams(sides.plan())).containsExactly(">zfsbackup_3 s4");
        }
    }

    @Nested
    class NamesAtTheDestination {
        private static final DatasetName LONG = new DatasetName("backup/" + "x".repeat(245));

        @Test
        void datasetThatFits_isNotRefused() {
            assertThat(LongNames.refusal(new DatasetName("tank/home/a"), HERE, LONG))
                    .isEmpty();
        }

        @Test
        void datasetThatIsTooLong_isRefusedWithBothNames() {
            assertThat(LongNames.refusal(new DatasetName("tank/home/abc"), HERE, LONG))
                    .get()
                    .asString()
                    .contains("tank/home/abc would be called " + LONG + "/abc", "255 characters");
        }

        @Test
        void snapshotThatIsTooLong_isRefusedBeforeAllOthers() {
            Case sides = new Case().here(1, 2, 10).missing();
            sides.destination = LONG;
            assertThat(streams(sides.upTo("s2").plan())).hasSize(2);
            sides.destination = new DatasetName(LONG + "x");
            assertThat(sides.plan().refusal()).get().asString().contains("tank/home@s1 would be called");
        }
    }
}
