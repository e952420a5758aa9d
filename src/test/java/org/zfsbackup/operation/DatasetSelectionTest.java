package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.zfs.DatasetName;

class DatasetSelectionTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, tank/home, true",
                "tank/home, -, tank/home, true",
                "tank/home, -, tank/home/a, false",
                "tank/*, -, tank/home, true",
                "tank/*, -, tank/home/a, false",
                "tank/**, -, tank/home/a, true",
                "tank/h?me, -, tank/home, true",
                "tank/h.me, -, tank/home, false",
                "-, tank/tmp*, tank/tmp1, false",
                "-, tank/tmp*, tank/tmp1/a, true",
                "-, '**/tmp,**/cache', tank/a/cache, false",
                "tank/**, tank/home/**, tank/home/a, false",
                "'tank/a, tank/b', -, tank/b, true",
            })
    void aDatasetIsTakenThatIsIncludedAndNotExcluded(String include, String exclude, String name, boolean taken) {
        assertThat(DatasetSelection.of(include, exclude).takes(new DatasetName(name)))
                .isEqualTo(taken);
    }
}
