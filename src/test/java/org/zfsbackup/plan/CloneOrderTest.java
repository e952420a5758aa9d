package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;

class CloneOrderTest {
    private static DatasetName name(String name) {
        return new DatasetName(name);
    }

    private static DatasetState dataset(String name, String... origin) {
        return new DatasetState(
                name(name),
                new Guid(1),
                false,
                false,
                List.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                Stream.of(origin).findFirst().map(from -> name(from).at("s")),
                false);
    }

    private static Map<DatasetName, Set<DatasetName>> order(DatasetState... datasets) {
        return CloneOrder.of(List.of(datasets));
    }

    @Test
    void plainDatasets_keepTheirOrder() {
        assertThat(order(dataset("t"), dataset("t/a"), dataset("t/b")))
                .containsExactly(
                        Map.entry(name("t"), Set.of()),
                        Map.entry(name("t/a"), Set.of()),
                        Map.entry(name("t/b"), Set.of()));
    }

    @Test
    void cloneOfAClone_comesAfterBoth() {
        assertThat(order(dataset("t/a", "t/b"), dataset("t/b", "t/c"), dataset("t/c")))
                .containsExactly(
                        Map.entry(name("t/c"), Set.of()),
                        Map.entry(name("t/b"), Set.of(name("t/c"))),
                        Map.entry(name("t/a"), Set.of(name("t/b"))));
    }

    @Test
    void originOutside_isNotWaitedFor() {
        assertThat(order(dataset("t/a", "other/b"))).containsExactly(Map.entry(name("t/a"), Set.of()));
    }

    @Test
    void originBelow_isNotWaitedFor() {
        assertThat(order(dataset("t/a", "t/a/b"), dataset("t/a/b")))
                .containsExactly(Map.entry(name("t/a"), Set.of()), Map.entry(name("t/a/b"), Set.of()));
    }

    @Test
    void childOfAClone_comesAfterTheCloneAndItsOrigin() {
        assertThat(order(dataset("t/a", "t/z"), dataset("t/a/child"), dataset("t/b", "t/a/child"), dataset("t/z"))
                        .keySet())
                .containsExactly(name("t/z"), name("t/a"), name("t/a/child"), name("t/b"));
    }
}
