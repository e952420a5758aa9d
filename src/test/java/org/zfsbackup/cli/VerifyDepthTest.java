package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Trees;

/** A verification that reads nothing, or a part of the chunks. Two backups of four chunks each. */
@Timeout(300)
class VerifyDepthTest {
    @TempDir
    Path directory;

    private Path backups;

    private void backUp(String... options) throws IOException {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 380_000);
        Cli.ok(Cli.with(
                Cli.with(new String[] {"--zfs", zfs.command(), "-S", "tank/a", "--chunk-size", "130KiB"}, options),
                "directory",
                "-D",
                backups.toString(),
                "-P",
                "h"));
    }

    @BeforeEach
    void makeFolder() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
    }

    private Cli verify(String... more) {
        return Cli.run(Cli.with(new String[] {"directory", "-D", backups.toString(), "-P", "h", "verify"}, more));
    }

    private List<Path> chunks() {
        try (Stream<Path> files = Files.list(backups.resolve("h/chunks"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void quick_findsWhatIsMissingAndReadsNothing() throws IOException {
        backUp();
        Map<String, String> before = Trees.hashes(backups);
        assertThat(verify("--quick").succeeded().lines())
                .containsExactly(
                        "Present  tank/a@s1 (none of 4 chunks were read)",
                        "Present  tank/a@s2 (none of 4 chunks were read)");
        assertThat(Trees.hashes(backups)).isEqualTo(before);

        flip(chunks().get(2));
        assertThat(verify("--quick").status()).isZero();
        Files.delete(chunks().get(2));
        Cli found = verify("--quick");
        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out()).contains("DAMAGED  tank/a@s1", "is missing", "DAMAGED  tank/a@s2", "builds on");
    }

    @Test
    void quick_findsAChunkOfAnotherSizeAndOneTooMany() throws IOException {
        backUp();
        Files.write(chunks().get(5), new byte[7]);
        Files.write(backups.resolve("h/chunks/stray.000001"), new byte[1]);

        Cli found = verify("--quick");

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out()).contains("Present  tank/a@s1", "DAMAGED  tank/a@s2", "has 7 bytes", "h/chunks/stray.*");
    }

    /** A quarter of eight chunks is two. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--compress=gzip", "--compress=zstd"})
    void parts_coverEverything(String options) throws IOException {
        backUp(options.isEmpty() ? new String[0] : new String[] {options});
        flip(chunks().get(7));

        int runs = 0;
        Cli run;
        do {
            run = verify("--read-data=25%");
            runs++;
        } while (run.status() == 0 && runs < 10);

        assertThat(runs).isBetween(2, 5);
        assertThat(run.out())
                .contains("DAMAGED  tank/a@s2", chunks().get(7).getFileName().toString());
    }

    @Test
    void size_beginsAfterTheLastRun() throws IOException {
        backUp();

        assertThat(verify("--read-data", "90KiB").succeeded())
                .contains("tank/a@s1 (1 of 4 chunks were read)", "tank/a@s2 (none of 4");
        assertThat(verify("--read-data", "400KiB").succeeded())
                .contains("tank/a@s1 (3 of 4 chunks were read)", "tank/a@s2 (2 of 4");
        assertThat(Trees.text(backups.resolve("h/verify.json")))
                .contains(chunks().get(5).getFileName().toString());
    }

    @Test
    void whole_readsEverythingOnce() throws IOException {
        backUp();
        assertThat(verify("--read-data=100%").succeeded()).contains("Good     tank/a@s1");
        assertThat(backups.resolve("h/verify.json")).doesNotExist();
    }

    @Test
    void wrongKey_isNamed() throws IOException {
        Path right = Trees.secret(directory.resolve("right"), "one");
        Path wrong = Trees.secret(directory.resolve("wrong"), "two");
        backUp("--compress=zstd", "--encrypt=openssl", "--password-file", right.toString());

        assertThat(verify("--read-data=1%", "--password-file", right.toString()).status())
                .isZero();
        Cli found = verify("--read-data=1%", "--password-file", wrong.toString());
        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out()).contains("WRONG KEY  tank/a@s1");
        assertThat(verify("--read-data=1%").status()).as("without a key").isZero();
    }

    @ParameterizedTest
    @CsvSource({"'--read-data=x', 'is not how much to read'", "'--quick --read-data=5%', 'exclude each other'"})
    void wrongUsage_getsASentence(String words, String said) {
        Cli result = verify(words.split(" "));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(said);
    }
}
