package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSampleTest {
    private static final NavigableMap<String, Long> CHUNKS = chunks(10);

    private static NavigableMap<String, Long> chunks(int count) {
        NavigableMap<String, Long> sizes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            sizes.put("c" + i, 10L);
        }
        return sizes;
    }

    @Test
    void runs_readEverythingOneAfterTheOther() {
        TreeSet<String> read = new TreeSet<>();
        Optional<String> last = Optional.empty();
        for (int run = 0; run < 4; run++) {
            List<String> chosen = DataSample.choose(CHUNKS, last, 25);
            assertThat(chosen).hasSize(3);
            read.addAll(chosen);
            last = Optional.of(chosen.get(2));
        }
        assertThat(read).isEqualTo(CHUNKS.keySet());
        assertThat(last).contains("c1");
    }

    @Test
    void end_isFollowedByTheBeginning() {
        assertThat(DataSample.choose(CHUNKS, Optional.of("c8"), 30)).containsExactly("c9", "c0", "c1");
    }

    @Test
    void chunkThatIsGone_isStillAPlace() {
        assertThat(DataSample.choose(CHUNKS, Optional.of("c4x"), 10)).containsExactly("c5");
        assertThat(DataSample.choose(CHUNKS, Optional.of("z"), 10)).containsExactly("c0");
    }

    @Test
    void noChunk_isReadTwice() {
        assertThat(DataSample.choose(CHUNKS, Optional.of("c4"), 1000))
                .hasSize(10)
                .doesNotHaveDuplicates();
    }

    @Test
    void budget_isAPartOrANumberOfBytes() {
        assertThat(VerifyDepth.of("5%").budget(1000)).isEqualTo(50);
        assertThat(VerifyDepth.of("33%").budget(Long.MAX_VALUE)).isPositive();
        assertThat(VerifyDepth.of("2KiB").budget(1_000_000)).isEqualTo(2048);
        assertThat(VerifyDepth.QUICK.budget(1000)).isZero();
        assertThat(DataSample.choose(
                        CHUNKS, Optional.empty(), VerifyDepth.of("1%").budget(100)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5%", "100%", "10240"})
    void text_isReadAgain(String text) {
        assertThat(VerifyDepth.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0%", "101%", "-5%", "half"})
    void amountThatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> VerifyDepth.of(text)).hasMessageContaining("is not how much to read");
    }
}
