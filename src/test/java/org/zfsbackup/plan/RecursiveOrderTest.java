package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;

class RecursiveOrderTest {
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

    private static Optional<String> problem(DatasetState... datasets) {
        TreeMap<DatasetName, DatasetState> byName = new TreeMap<>();
        Stream.of(datasets).forEach(one -> byName.put(one.name(), one));
        return RecursiveOrder.problem(new DatasetTree(new DatasetName("t"), byName));
    }

    @Test
    void promotedChild_isRefusedByName() {
        assertThat(problem(dataset("t", "t/a"), dataset("t/a")))
                .get()
                .asString()
                .contains("an origin lies below its own clone", "t/a", "--recursive=each");
    }

    @Test
    void originsThatWaitForEachOther_areRefused() {
        assertThat(problem(
                        dataset("t"),
                        dataset("t/a", "t/b/x"),
                        dataset("t/a/y"),
                        dataset("t/b", "t/a/y"),
                        dataset("t/b/x")))
                .isPresent();
    }

    @Test
    void originBesideOrOutside_isNoProblem() {
        assertThat(problem(dataset("t"), dataset("t/a", "t/b"), dataset("t/b", "u")))
                .isEmpty();
    }
}
