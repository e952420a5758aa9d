package org.zfsbackup.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Row ROW = new Row("gzip", Contender.of("ours", "a"), Contender.of("pigz", "b"));

    @Test
    void theRatioIsThePeersTimeByOursPairByPair() {
        Outcome outcome = new Outcome(ROW, 8_000_000, runs(2, 4, 1), runs(4, 4, 3), 0, 0, "");
        assertThat(outcome.ratio()).isEqualTo(2);
        assertThat(outcome.lowest()).isEqualTo(1);
        assertThat(outcome.highest()).isEqualTo(3);
    }

    @Test
    void whatItTakesToStartIsTakenOffBoth() {
        assertThat(new Outcome(ROW, 8_000_000, runs(3), runs(5), 1, 1, "").ratioWithoutStart())
                .isEqualTo(2);
        assertThat(new Outcome(ROW, 8_000_000, runs(1), runs(5), 1, 1, "").ratioWithoutStart())
                .isNaN();
    }

    @Test
    void aRowThatFailedSaysWhyInTheTable() {
        Outcome failed = Outcome.failed(ROW, "zfsbackup: no such option");
        Report report = new Report(
                Map.of("cores", "2"),
                8_000_000,
                1,
                List.of(new StartUp("--version", runs(0.5), "")),
                List.of(failed, new Outcome(ROW, 8_000_000, runs(2), runs(1), 0, 0, "")));
        assertThat(report.isWhole()).isFalse();
        assertThat(Table.of(report).lines())
                .contains("cores      2", "Start-up: --version 0.50 s")
                .anyMatch(line -> line.matches("gzip +pigz +FAILED: zfsbackup: no such option"))
                .anyMatch(line -> line.matches("gzip +pigz +8\\.0 +4\\.0 +8\\.0 +0\\.50 .*"));
    }

    private static List<Run> runs(double... seconds) {
        return Arrays.stream(seconds)
                .mapToObj(s -> new Run(s, s, 1024, 1 << 20))
                .toList();
    }
}
