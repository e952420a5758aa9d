package org.zfsbackup.store.fileserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FtpFilesTest {
    private static final String LISTING =
            """
            type=file;size=3;modify=20240101000000; a file
            type=dir;modify=20240101000000; folder
            modify=20240101000000;type=OS.unix=slink:/etc/type=x; a link
            Type=OS.unix=symlink;modify=20240101000000; other
            this is no line of MLSD
            """;

    @Test
    void listedLink_isNeitherFileNorFolder() {
        assertThat(LISTING.lines().map(FtpFiles::listed).flatMap(Optional::stream))
                .extracting(RemoteFiles.Entry::name, RemoteFiles.Entry::isDirectory, RemoteFiles.Entry::isLink)
                .containsExactly(
                        tuple("a file", false, false),
                        tuple("folder", true, false),
                        tuple("a link", false, true),
                        tuple("other", false, true));
    }

    @Test
    void answerAboutLink_isKnown() {
        assertThat(FtpFiles.isLink("250-Begin\r\n type=OS.unix=slink:/etc;modify=20240101000000; /x\r\n250 End\r\n"))
                .isTrue();
        assertThat(FtpFiles.isLink("250-Begin\r\n type=file;size=3; /a;type=OS.unix=slink:\r\n250 End\r\n"))
                .isFalse();
    }
}
