package org.zfsbackup.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    @ParameterizedTest
    @CsvSource({
        "file:/backup/nas, file:/backup/nas",
        "file:///backup/nas, file:/backup/nas",
        "file://backup/nas, file:/backup/nas",
        "file:/backup/nas/, file:/backup/nas",
        "file:/backup/../nas, file:/nas",
        "file:/my backup/nas, file:/my backup/nas",
    })
    void aDirectoryIsATarget(String uri, String opened) {
        assertThat(Targets.of(uri, "host1").store().uri()).isEqualTo(opened);
    }

    @Test
    void aRelativeDirectoryIsBelowTheWorkingDirectory() {
        assertThat(Targets.of("file:nas", "host1").store().uri())
                .isEqualTo("file:" + Path.of("nas").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/backup/nas",
                "s3:bucket",
                "http://host/x",
                "FILE:/x",
                "zfs:backup/home",
                "file:",
                "file:?a=b",
                "file:/backup?a=b",
                "file:/back%20up"
            })
    void anyOtherTargetIsRefusedByItsUri(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.of(uri, "host1"))
                .withMessageContaining("'" + uri + "'");
    }

    @Test
    void aTargetIsShownWithItsPrefix() {
        assertThat(Targets.of("file:/backup/nas", "host1")).hasToString("file:/backup/nas (prefix host1)");
    }
}
