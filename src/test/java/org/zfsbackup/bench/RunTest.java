package org.zfsbackup.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunTest {
    @Test
    void cpuTimeIsUserAndSystem() {
        assertThat(Run.of("1.50 0.25 4096\n", 2, 7)).isEqualTo(new Run(2, 1.75, 4096, 7));
    }

    @Test
    void onlyTheLastLineHasTheFigures() {
        assertThat(Run.of("Command exited with non-zero status 1\n0.10 0.20 300\n", 1, 0)
                        .peakKib())
                .isEqualTo(300);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> Run.of("", 1, 0)).hasMessageContaining("GNU time");
    }
}
