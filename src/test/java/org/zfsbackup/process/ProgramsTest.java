package org.zfsbackup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path directory;

    private Path bin;
    private Path sbin;
    private Programs programs;

    @BeforeEach
    void prepare() throws IOException {
        bin = Files.createDirectory(directory.resolve("bin"));
        sbin = Files.createDirectory(directory.resolve("sbin"));
        programs = new Programs("/no/such:" + bin + "::.", List.of(directory.resolve("empty"), sbin));
    }

    private static void install(Path folder, String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String located(String line) {
        return programs.located(Command.parse(line)).toString();
    }

    @Nested
    class AProgram {
        @Test
        void zfsBesideThePath_isFound() throws IOException {
            install(sbin, "zfs");
            install(sbin, "zpool");
            assertThat(located("zfs list -H")).isEqualTo(sbin + "/zfs list -H");
            assertThat(located("zpool get")).isEqualTo(sbin + "/zpool get");
        }

        @Test
        void zfsOnThePath_isLeftAsItIs() throws IOException {
            install(sbin, "zfs");
            install(bin, "zfs");
            assertThat(located("zfs list")).isEqualTo("zfs list");
        }

        @Test
        void aFileThatCannotBeRun_isPassedOver() throws IOException {
            Files.writeString(bin.resolve("zfs"), "");
            Files.createDirectory(bin.resolve("zpool"));
            install(sbin, "zfs");
            install(sbin, "zpool");
            assertThat(located("zfs list")).isEqualTo(sbin + "/zfs list");
            assertThat(located("zpool list")).isEqualTo(sbin + "/zpool list");
        }

        @Test
        void otherPrograms_areLeftToThePath() throws IOException {
            install(sbin, "zfs");
            install(sbin, "xz");
            assertThat(located("xz -d")).isEqualTo("xz -d");
            assertThat(located("sudo zfs list")).isEqualTo("sudo zfs list");
            assertThat(located("/opt/zfs list")).isEqualTo("/opt/zfs list");
        }

        @Test
        void withoutAPath_isFoundToo() throws IOException {
            install(sbin, "zfs");
            assertThat(new Programs(null, List.of(sbin))
                            .located(Command.of("zfs"))
                            .words())
                    .containsExactly(sbin + "/zfs");
        }
    }

    @Nested
    class AFailure {
        private final IOException missing = new IOException("Cannot run program: error=2, No such file or directory");

        @Test
        void ofZfs_namesThePlacesAndTheOption() {
            assertThat(programs.failure("zfs", missing))
                    .isEqualTo(
                            "cannot find the command zfs: it is not on the PATH (/no/such:" + bin + "::.) and not in "
                                    + directory.resolve("empty") + ", " + sbin
                                    + ". Install it, or give its path with --zfs");
        }

        @Test
        void ofSsh_namesItsOption() {
            assertThat(programs.failure("ssh", missing)).endsWith("Install it, or give its path with --ssh");
        }

        @Test
        void ofAnotherCommand_namesNoOption() {
            assertThat(programs.failure("xz", missing)).endsWith("::.). Install it");
        }

        @Test
        void ofAPath_speaksOfThatAlone() {
            assertThat(programs.failure("/opt/zfs", missing))
                    .isEqualTo(
                            "cannot start /opt/zfs: there is no such program. Install it, or give its path with --zfs");
        }

        @Test
        void ofAnotherKind_isGivenAsItIs() {
            assertThat(programs.failure("zfs", new IOException("error=13, Permission denied")))
                    .isEqualTo("cannot start zfs: error=13, Permission denied");
        }

        @Test
        void ofThisHost_isWhatAChildFailsWith() {
            assertThatThrownBy(() -> LocalChild.start(Command.of("no-such-program"), false))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot find the command no-such-program: it is not on the PATH (");
        }
    }
}
