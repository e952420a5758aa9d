package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.process.Command;

class DatasetQueryTest {
    private static final DatasetName TANK = new DatasetName("tank");

    @TempDir
    Path directory;

    /** A zfs that knows as much as that line of shell lets it. */
    private Zfs zfs(String shell) throws IOException {
        Path script = Files.writeString(
                directory.resolve("zfs"), "#!/bin/sh\necho \"$*\" >> " + directory + "/calls\n" + shell + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new Zfs(Command.of(script.toString()), Duration.ofSeconds(20));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }

    private static final String TABLE = "printf 'tank\\tguid\\t1\\ntank\\ttype\\tfilesystem\\n'";

    @Test
    void anAbleZfsIsAskedOnce() throws IOException {
        Zfs zfs = zfs(TABLE);
        assertThat(zfs.tree(TANK)).isPresent();
        assertThat(zfs.resumes()).isTrue();
        assertThat(zfs.bookmarks()).isTrue();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatIsNotKnownIsLeftOutFromThenOn() throws IOException {
        Zfs zfs = zfs("case \"$*\" in\n"
                + "*receive_resume_token*) echo \"bad property list: invalid property 'receive_resume_token'\" >&2; exit 2 ;;\n"
                + "*-t*) echo \"invalid option 't'\" >&2; exit 2 ;;\n"
                + "esac\n" + TABLE);
        assertThat(zfs.tree(TANK)).isPresent();
        assertThat(zfs.resumes()).isFalse();
        assertThat(zfs.bookmarks()).isFalse();
        assertThat(calls()).hasSize(3);
        assertThat(zfs.tree(TANK)).isPresent();
        assertThat(calls()).hasSize(4);
    }

    @Test
    void aMissingDatasetIsAnAnswerAndAnyOtherFailureIsNone() throws IOException {
        assertThat(zfs("echo \"cannot open 'tank': dataset does not exist\" >&2; exit 1")
                        .tree(TANK))
                .isEmpty();
        assertThatThrownBy(() -> zfs("echo 'permission denied' >&2; exit 1").tree(TANK))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() ->
                        zfs("echo \"invalid property 'guid'\" >&2; exit 2").tree(TANK))
                .hasMessageContaining("guid");
        assertThatThrownBy(() ->
                        zfs("echo \"invalid property 'nosuch'\" >&2; exit 2").tree(TANK))
                .hasMessageContaining("nosuch");
    }

    @Test
    void aTokenIsReadAlsoWhereItIsOfNoMoreUse() throws IOException {
        Zfs zfs = zfs(
                "[ $# -gt 1 ] || { echo 'send [-nVvPe] -t <receive_resume_token>' >&2; exit 2; }\necho \"cannot resume send: 'tank@a' used in the initial send no longer exists\" >&2\n"
                        + "printf 'resume token contents:\\nnvlist version: 0\\n\\tbytes = 0x10\\n"
                        + "\\tfromguid = 0xa\\n\\ttoguid = 0xb\\n\\ttoname = tank@a\\n' >&2; exit 255");
        ResumeToken token = zfs.token("1-abc");
        assertThat(token.snapshot()).contains(new Guid(11));
        assertThat(token.base()).contains(new Guid(10));
        assertThat(token.bytes()).isEqualTo(16);
        assertThat(token.raw()).isFalse();
    }

    /** zfs prints flags without {@code 0x}, unlike numbers. */
    @Test
    void flagsOfAToken_areRead() throws IOException {
        Zfs zfs = zfs("[ $# -gt 1 ] || { echo 'send [-nVvPe] -t <receive_resume_token>' >&2; exit 2; }\n"
                + "printf 'resume token contents:\\nnvlist version: 0\\n\\tobject = 0x2\\n\\toffset = 0x1c0000\\n"
                + "\\tbytes = 0x1e2214\\n\\ttoguid = 0xc910663a75d35f92\\n\\ttoname = tank@a\\n"
                + "\\tlargeblockok = 1\\n\\tcompressok = 1\\n\\trawok = 1\\n'");
        assertThat(zfs.token("1-abc"))
                .isEqualTo(new ResumeToken(
                        "1-abc",
                        Optional.of(Guid.parse("14488192402521808786")),
                        Optional.empty(),
                        0x1e2214,
                        true,
                        new ResumePoint(2, 0x1c0000, true)));
    }

    @Test
    void aTokenOfWhichNothingIsToldIsNotTakenForOneOfNoUse() throws IOException {
        Zfs zfs = zfs("[ $# -gt 1 ] || { echo 'send [-nVvPe] -t <receive_resume_token>' >&2; exit 2; }\n"
                + "echo 'sudo: a password is required' >&2; exit 1");
        assertThatThrownBy(() -> zfs.token("1-abc"))
                .isInstanceOf(UnknownTokenException.class)
                .hasMessageContaining("a password is required");
    }
}
