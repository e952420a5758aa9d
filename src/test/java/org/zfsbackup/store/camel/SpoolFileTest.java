package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class SpoolFileTest {
    @Test
    void spooledObject_isItsOwnersAlone() throws IOException {
        try (SpoolFile spool = SpoolFile.of(new ByteArrayInputStream(new byte[] {1, 2, 3}))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.path())))
                    .isEqualTo("rw-------");
            assertThat(spool.path()).hasBinaryContent(new byte[] {1, 2, 3});
        }
    }
}
