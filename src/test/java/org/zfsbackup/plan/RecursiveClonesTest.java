package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;

class RecursiveClonesTest {
    private static DatasetState dataset(String name, String... origin) {
        return new DatasetState(
                new DatasetName(name),
                new Guid(1),
                false,
                false,
                List.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                Stream.of(origin).findFirst().map(from -> new DatasetName(from).at("s")),
                false);
    }

    private static DatasetTree tree(DatasetState... datasets) {
        TreeMap<DatasetName, DatasetState> byName = new TreeMap<>();
        Stream.of(datasets).forEach(one -> byName.put(one.name(), one));
        return new DatasetTree(new DatasetName("t"), byName);
    }

    @Test
    void promotedChild_isRefusedByName() {
        assertThat(RecursiveClones.disorder(tree(dataset("t", "t/a"), dataset("t/a"))))
                .get()
                .asString()
                .contains("an origin lies below its own clone", "t, a clone of t/a@s", "--recursive=each");
    }

    @Test
    void originsThatWaitForEachOther_areRefused() {
        assertThat(RecursiveClones.disorder(tree(
                        dataset("t"),
                        dataset("t/a", "t/b/x"),
                        dataset("t/a/y"),
                        dataset("t/b", "t/a/y"),
                        dataset("t/b/x"))))
                .isPresent();
    }

    @Test
    void originBesideOrOutside_isInOrder() {
        assertThat(RecursiveClones.disorder(tree(dataset("t"), dataset("t/a", "t/b"), dataset("t/b", "u"))))
                .isEmpty();
    }

    @Test
    void originOutsideTheTree_isRefusedByName() {
        assertThat(RecursiveClones.foreignOrigin(tree(dataset("t"), dataset("t/a", "t/b"), dataset("t/b", "u"))))
                .get()
                .asString()
                .contains("t/b, a clone of u@s", "--recursive=each", "--full")
                .doesNotContain("t/a");
    }

    @Test
    void rootThatIsAClone_isRefusedByName() {
        assertThat(RecursiveClones.foreignOrigin(tree(dataset("t", "u"))))
                .get()
                .asString()
                .contains("t, a clone of u@s");
    }

    private static DatasetState encrypted(DatasetState state) {
        return new DatasetState(
                state.name(),
                state.guid(),
                false,
                true,
                List.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                state.origin(),
                false);
    }

    @Test
    void plainCloneBelowAnEncryptedDataset_isRefusedUnlessDecrypted() {
        DatasetTree tree = tree(dataset("t"), encrypted(dataset("t/e")), dataset("t/e/c", "t"), dataset("t/e/plain"));
        assertThat(RecursiveClones.plainBelowEncrypted(tree, SendFormatPreference.BEST))
                .get()
                .asString()
                .contains("t/e/c, a clone of t@s", "--recursive=each")
                .doesNotContain("t/e/plain");
        assertThat(RecursiveClones.plainBelowEncrypted(tree, SendFormatPreference.BEST.withRaw(Optional.of(false))))
                .isEmpty();
    }

    @Test
    void encryptedCloneBelowAnEncryptedDataset_isNoProblem() {
        assertThat(RecursiveClones.plainBelowEncrypted(
                        tree(encrypted(dataset("t")), encrypted(dataset("t/c", "t/o")), encrypted(dataset("t/o"))),
                        SendFormatPreference.BEST))
                .isEmpty();
    }
}
