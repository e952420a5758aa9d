package org.zfsbackup.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void theMiddleOneOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Median.of(3)).isEqualTo(3);
        assertThat(Median.of(9, 1, 2)).isEqualTo(2);
        assertThat(Median.of(9, 1, 2, 4)).isEqualTo(3);
    }
}
