package org.zfsbackup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.directory.DirectoryStore;

class StoresTest {
    @ParameterizedTest
    @CsvSource({
        "file:/backup/nas, file:/backup/nas",
        "file:///backup/nas, file:/backup/nas",
        "file://backup/nas, file:/backup/nas",
        "file:/backup/nas/, file:/backup/nas",
        "file:/backup/../nas, file:/nas",
        "file:/my backup/nas, file:/my backup/nas",
        "file:/backup/nas?groupReadable=true, file:/backup/nas",
    })
    void aDirectoryIsATarget(String uri, String opened) {
        assertThat(DirectoryStore.at(uri).uri()).isEqualTo(opened);
    }

    @Test
    void aRelativeDirectoryIsBelowTheWorkingDirectory() {
        assertThat(DirectoryStore.at("file:nas").uri())
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
                "file:/backup?a=b?groupReadable=true",
                "file:/backup?groupReadable=maybe",
                "file:/back%20up"
            })
    void anyOtherTargetIsRefusedByItsUri(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stores.DIRECTORIES.open(uri))
                .withMessageContaining("'" + uri + "'");
    }

    @Test
    void aTargetIsShownWithItsPrefix() {
        assertThat(Repository.of(DirectoryStore.at("file:/backup/nas"), "host1"))
                .hasToString("file:/backup/nas (prefix host1)");
    }
}
