package org.zfsbackup.zfs.sendstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** The tree {@code tank} with {@code tank/a} and {@code tank/b}; a snapshot's GUID says whose it is: 11, 12 of tank, 21 of a. */
class TreeCheckTest {
    private final TreeMap<DatasetName, DatasetState> states = new TreeMap<>();

    TreeCheckTest() {
        has("tank", "s1:11", "s2:12");
        has("tank/a", "s1:21", "s2:22");
        has("tank/b", "s1:31", "s2:32");
    }

    private static Snapshot snapshot(String dataset, String text) {
        String[] parts = text.split(":");
        return new Snapshot(
                new DatasetName(dataset).at(parts[0]), new Guid(Long.parseLong(parts[1])), Instant.EPOCH, 1);
    }

    private void has(String dataset, String... snapshots) {
        List<Base> line = new ArrayList<>();
        for (String one : snapshots) {
            line.add(snapshot(dataset, one));
        }
        states.put(
                new DatasetName(dataset),
                new DatasetState(
                        new DatasetName(dataset),
                        new Guid(1),
                        false,
                        false,
                        line,
                        List.of(),
                        Set.of(),
                        Optional.empty()));
    }

    private PartCheck check(String to, Optional<String> base) {
        return check(to, base, false);
    }

    private PartCheck check(String to, Optional<String> base, boolean originsElsewhere) {
        DatasetTree tree = new DatasetTree(new DatasetName("tank"), states);
        SendRequest request = new SendRequest(snapshot("tank", to), base.map(text -> snapshot("tank", text)), true);
        return request.of(new SentTree(tree, originsElsewhere)).check();
    }

    /** What is found wrong in a stream of these parts: {@code tank/a@s2 22<21}; nothing if it is right. */
    private static Optional<String> wrong(PartCheck check, String... parts) {
        for (String text : parts) {
            String[] words = text.split("[ <]");
            Optional<String> wrong = check.part(new StreamPart(
                    words[0], new Guid(Long.parseLong(words[1])), new Guid(Long.parseLong(words[2])), false));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return check.end();
    }

    @Nested
    class Full {
        private final PartCheck check = check("s2:12", Optional.empty());

        @Test
        void wholeTree_isRight() {
            assertThat(wrong(
                            check,
                            "tank@s1 11<0",
                            "tank@s2 12<11",
                            "tank/a@s1 21<0",
                            "tank/a@s2 22<21",
                            "tank/b@s2 32<0"))
                    .isEmpty();
        }

        @Test
        void missingDataset_isNamedAtTheEnd() {
            assertThat(wrong(check, "tank@s2 12<0", "tank/a@s2 22<0"))
                    .hasValueSatisfying(text -> assertThat(text).contains("tank/b@s2 did not come"));
        }

        @Test
        void datasetThatWasNotPlanned_isRefused() {
            assertThat(wrong(check, "tank/c@s2 42<0"))
                    .hasValueSatisfying(text -> assertThat(text).contains("tank/c@s2, which did not exist"));
        }

        @Test
        void replacedSnapshot_isRefused() {
            assertThat(wrong(check, "tank@s2 99<0"))
                    .hasValueSatisfying(text -> assertThat(text).contains("GUID 99", "had GUID 12"));
        }

        @Test
        void gapInADataset_isRefused() {
            assertThat(wrong(check, "tank@s1 11<0", "tank@s2 12<0"))
                    .hasValueSatisfying(text -> assertThat(text).contains("tank@s2 in it is a full stream"));
        }

        @Test
        void cloneOfASnapshotInTheStream_isRight() {
            has("tank/c", "s2:42");
            assertThat(wrong(
                            check("s2:12", Optional.empty()),
                            "tank@s2 12<0",
                            "tank/a@s1 21<0",
                            "tank/a@s2 22<21",
                            "tank/b@s2 32<0",
                            "tank/c@s2 42<21"))
                    .isEmpty();
        }

        @Test
        void cloneOfAForeignSnapshot_isRefusedUnlessTheReceiverMayHaveIt() {
            has("tank/c", "s2:42");
            assertThat(wrong(check("s2:12", Optional.empty()), "tank/c@s2 42<77"))
                    .hasValueSatisfying(text -> assertThat(text).contains("tank/c is a clone", "GUID 77"));
            assertThat(check("s2:12", Optional.empty(), true)
                            .part(new StreamPart("tank/c@s2", new Guid(42), new Guid(77), true)))
                    .isEmpty();
        }
    }

    @Nested
    class Incremental {
        private final PartCheck check = check("s2:12", Optional.of("s1:11"));

        @Test
        void everyDatasetOnItsBase_isRight() {
            assertThat(wrong(check, "tank@s2 12<11", "tank/a@s2 22<21", "tank/b@s2 32<31"))
                    .isEmpty();
        }

        @Test
        void fullStreamOfADatasetThatHasTheBase_isRefused() {
            assertThat(wrong(check, "tank@s2 12<11", "tank/a@s2 22<0")).hasValueSatisfying(text -> assertThat(text)
                    .contains("tank/a@s2 in it is a full stream", "GUID 21", "destroyed or replaced"));
        }

        @Test
        void otherBase_isRefused() {
            assertThat(wrong(check, "tank@s2 12<7"))
                    .hasValueSatisfying(text -> assertThat(text).contains("builds on the snapshot with GUID 7"));
        }

        @Test
        void newDataset_mayComeInFull() {
            has("tank/c", "s2:42");
            assertThat(wrong(
                            check("s2:12", Optional.of("s1:11")),
                            "tank@s2 12<11",
                            "tank/a@s2 22<21",
                            "tank/b@s2 32<31",
                            "tank/c@s2 42<0"))
                    .isEmpty();
        }

        @Test
        void cloneOfTheBaseOfAnother_isRight() {
            has("tank/c", "s2:42");
            assertThat(check("s2:12", Optional.of("s1:11"))
                            .part(new StreamPart("tank/c@s2", new Guid(42), new Guid(21), true)))
                    .isEmpty();
        }
    }

    @Test
    void streamWithoutChildren_isNotCompared() {
        SendRequest alone = new SendRequest(snapshot("tank", "s2:12"), Optional.empty(), false);
        assertThat(alone.check()).isSameAs(PartCheck.NONE);
    }
}
