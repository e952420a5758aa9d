package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zfsbackup.zfs.DatasetName;

class TreeOrderTest {
    private static List<DatasetName> names(String... names) {
        return Stream.of(names).map(DatasetName::new).toList();
    }

    private static TreeOrder order(List<DatasetName> datasets, String clone, String origin) {
        return TreeOrder.of(datasets, Map.of(new DatasetName(clone), new DatasetName(origin)));
    }

    @Test
    void childOfALateClone_waitsForTheClone() {
        TreeOrder order = order(names("t", "t/a", "t/a/b/c", "t/z"), "t/a", "t/z");
        assertThat(order.datasets()).isEqualTo(names("t", "t/z", "t/a", "t/a/b/c"));
        assertThat(order.circular()).isEmpty();
    }

    @Test
    void originOutside_isIgnored() {
        assertThat(order(names("t", "t/a"), "t/a", "u").datasets()).isEqualTo(names("t", "t/a"));
    }

    @Test
    void originBelowItsClone_isCircular() {
        assertThat(order(names("t", "t/a", "t/a/b"), "t/a", "t/a/b").circular()).isEqualTo(names("t/a/b"));
    }
}
