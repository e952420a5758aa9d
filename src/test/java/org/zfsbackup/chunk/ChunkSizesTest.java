package org.zfsbackup.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkSizesTest {
    private static final long MIB = 1L << 20;

    @ParameterizedTest
    @CsvSource({
        "1, 256",
        "1000, 256",
        "1001, 512",
        "2000, 512",
        "2001, 1024",
        "3001, 2048",
        "4001, 2048",
        "2147483647, 2048"
    })
    void auto_growsWithTheNumberOfTheChunk(int number, long mebibytes) {
        assertThat(ChunkSizes.parse("auto").of(number)).isEqualTo(mebibytes * MIB);
    }

    /** The record of a stream of 100 TB lists no more chunks than with 2 GiB from the beginning, but for the first 3,000. */
    @Test
    void auto_keepsTheListOfALongStreamShort() {
        ChunkSizes sizes = ChunkSizes.parse("auto");
        long left = 100_000_000_000_000L;
        int number = 0;
        while (left > 0) {
            left -= sizes.of(++number);
        }
        assertThat(number).isLessThan(50_000);
    }

    @Test
    void chosenSize_isThatOfEveryChunk() {
        ChunkSizes sizes = ChunkSizes.parse("4GiB");
        assertThat(sizes.of(1))
                .isEqualTo(sizes.of(100_000))
                .isEqualTo(sizes.largest())
                .isEqualTo(4096 * MIB);
    }

    @Test
    void nonsense_isRefused() {
        assertThatThrownBy(() -> ChunkSizes.parse("automatic")).isInstanceOf(IllegalArgumentException.class);
    }
}
