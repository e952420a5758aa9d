package org.zfsbackup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "4096, 4096",
        "10b, 10",
        "64k, 65536",
        "64K, 65536",
        "64kB, 65536",
        "64KiB, 65536",
        "512MB, 536870912",
        "2GiB, 2147483648",
        "2 GiB, 2147483648",
        "'  3g ', 3221225472",
        "4T, 4398046511104",
        "8388607TiB, 9223370937343148032",
        "999999999999999, 999999999999999",
    })
    void sizesAreUnderstoodAsPeopleWriteThem(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GiB",
                "-1",
                "1.5GiB",
                "1,5G",
                "2 G iB",
                "1e9",
                "0x10",
                "5 apples",
                "1P",
                "8388608TiB",
                "9223372036854775808",
                "99999999999999999999",
                "2GiB/s"
            })
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048576, 1.0 MiB",
        "1610612736, 1.5 GiB",
        "4398046511104, 4.0 TiB",
        "9223372036854775807, 8192.0 PiB",
    })
    void sizesAreShownForPeople(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }

    @Test
    void theLanguageOfThePlaceChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(ByteSize.parse("1GIB")).isEqualTo(1L << 30);
            assertThat(ByteSize.format(1536)).isEqualTo("1.5 KiB");
        } finally {
            Locale.setDefault(before);
        }
    }
}
