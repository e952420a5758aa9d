package org.zfsbackup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void sixtyFourHexadecimalDigitsAreADigest() {
        assertThat(new Digest(0, SHA256)).isEqualTo(new Digest(0, SHA256)).isNotEqualTo(new Digest(1, SHA256));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e3b0",
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8550",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n",
            })
    void anythingElseIsRefused(String sha256) {
        assertThatThrownBy(() -> new Digest(0, sha256)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> new Digest(-1, SHA256)).isInstanceOf(IllegalArgumentException.class);
    }
}
