package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.FakeZfs;

/** What a process prints when it fails, with the log of Camel and of all libraries. */
@Timeout(600)
class FailureTest {
    @TempDir
    Path directory;

    private String zfs;

    @BeforeEach
    void prepare() throws IOException {
        zfs = FakeZfs.in(directory, 1, 1000).command();
        Files.createFile(directory.resolve("pools"));
        Files.writeString(directory.resolve("send"), "echo 'cannot send: I/O error' >&2; exit 1");
    }

    private String output(String arguments) throws Exception {
        String[] words = ("--zfs " + zfs + " -S tank/a " + arguments.replace("DIR", directory.toString())).split(" ");
        Process process = Subprocess.start(List.of("-Dzfsbackup.routes=routes"), Main.class, words);
        String output = Subprocess.output(process);
        assertThat(process.exitValue()).as(output).isEqualTo(1);
        return output;
    }

    @ParameterizedTest
    @CsvSource({
        "directory --dest DIR, cannot send: I/O error",
        "directory --dest DIR --verbose, cannot send: I/O error",
        "zfs --dest backup, cannot send: I/O error",
        "counter, cannot send: I/O error",
        "target --uri file:DIR, cannot send: I/O error",
        "directory --dest DIR/none, there is no directory",
        "target --uri sftp://nobody@127.0.0.1:1/x, cannot connect",
        "directory --dest DIR restore --to tank/b, no backup of tank/a",
    })
    void error_isPrintedOnceWithoutStackTrace(String arguments, String sentence) throws Exception {
        assertThat(output(arguments).lines().toList())
                .singleElement()
                .asString()
                .startsWith("zfsbackup: ")
                .containsOnlyOnce(sentence);
    }

    @Test
    void debug_printsTheStackTrace() throws Exception {
        assertThat(output("directory --dest DIR --debug")).contains("zfsbackup: ", "\tat org.zfsbackup.");
    }
}
