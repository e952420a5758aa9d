package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuidTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "9223372036854775807", "9223372036854775808", "18446744073709551615"})
    void aGuidIsUnsigned(String decimal) {
        assertThat(Guid.parse(decimal)).hasToString(decimal);
    }

    @Test
    void theHighestBitIsAnOrdinaryOne() {
        assertThat(Guid.parse("18446744073709551615")).isEqualTo(new Guid(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-1", "18446744073709551616", "0x1", "1 "})
    void whatIsNoGuidIsRefused(String text) {
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> Guid.parse(text));
    }
}
