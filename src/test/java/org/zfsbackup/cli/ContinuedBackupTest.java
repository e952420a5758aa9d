package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.zfs.sendstream.SyntheticStream;

/** A backup that was interrupted goes on after what is stored, if its stream, pipes and key are still the same. */
@Timeout(300)
class ContinuedBackupTest {
    private static final int PAYLOAD = 2_000_000;

    /** How many bytes at the end of a stream are not passed on before it is known to be good, and how many pipes hold. */
    private static final int HELD_BACK = 600_000;

    @TempDir
    Path directory;

    private Path backups;
    private FakeZfs zfs;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, PAYLOAD);
    }

    private Cli run(String options, String... more) {
        // openssl derives a key for each chunk, which takes its time
        String size = options.contains("openssl") ? "400KiB" : "100KiB";
        List<String> words = new ArrayList<>(List.of("--zfs", zfs.command(), "-S", "tank/a", "--chunk-size", size));
        words.addAll(
                Stream.of(options.split(" ")).filter(word -> !word.isEmpty()).toList());
        words.addAll(List.of("directory", "-D", backups.toString(), "-P", "h"));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    private String ok(String options, String... more) {
        return run(options, more).succeeded(more);
    }

    /** Sends so many bytes, and returns the chunks that are stored then. */
    private Map<String, Object> interrupted(int bytes, String options) {
        zfs.sending("head -c " + bytes + " $stream; exit 3");
        assertThat(run(options).status()).isEqualTo(1);
        zfs.sending("cat $stream");
        return chunks();
    }

    /** The stored chunks, and which file each is: one that was stored again is another one. */
    private Map<String, Object> chunks() {
        Map<String, Object> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(backups.resolve("h/chunks"))) {
            for (Path file : files.toList()) {
                found.put(
                        file.getFileName().toString(),
                        List.of(Files.getAttribute(file, "unix:ino"), Files.getLastModifiedTime(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private List<String> pending() {
        return Trees.hashes(backups.resolve("h/pending")).keySet().stream().toList();
    }

    /** The stream is stored, can be restored, and nothing else is there. */
    private void assertWhole(String options) {
        assertThat(pending()).isEmpty();
        assertThat(ok(options, "verify")).startsWith("Good     tank/a@s1").hasLineCount(1);
        zfs.destroyed();
        ok(options, "restore", "--to", "tank/b");
        assertThat(zfs.received()).isEqualTo(zfs.stream(1));
        List<String> listed = ok(options, "list", "-v")
                .lines()
                .filter(line -> line.contains("(Available)"))
                .map(line -> line.strip().replace(" (Available)", "").replace("h/chunks/", ""))
                .toList();
        assertThat(chunks().keySet()).containsExactlyInAnyOrderElementsOf(listed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-C", "--compress=zstd"})
    void tenInterruptions_storeNoChunkTwice(String options) {
        Map<String, Object> before = Map.of();
        for (int bytes = 195_000; bytes < PAYLOAD; bytes += 195_000) {
            Map<String, Object> after = interrupted(bytes, options);
            assertThat(after).containsAllEntriesOf(before);
            assertThat(after.size()).isGreaterThanOrEqualTo((bytes - HELD_BACK) / (100 * 1024));
            assertThat(pending()).hasSize(after.isEmpty() ? 0 : 1);
            before = after;
        }

        assertThat(ok(options)).startsWith("Backed up tank/a@s1, full, 1.9 MiB");

        assertThat(before).hasSizeGreaterThan(12);
        assertThat(chunks()).containsAllEntriesOf(before);
        assertWhole(options);
    }

    @Test
    void interruptedBackup_isNoDamage() throws IOException {
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("two")), 2, PAYLOAD);
        zfs.sending("case $stream in *s1) cat $stream ;; *) head -c 1200000 $stream; exit 3 ;; esac");
        assertThat(run("").status()).isEqualTo(1);

        assertThat(ok("", "list")).hasLineCount(1);
        String verify = Cli.ok("directory", "-D", backups.toString(), "-P", "h", "verify");
        assertThat(verify).contains("the next run continues it").doesNotContain("belong");
    }

    @Test
    void cleanUp_removesAnInterruptedBackup() {
        interrupted(1_200_000, "");

        Cli.run("directory", "-D", backups.toString(), "-P", "h", "verify", "--cleanup");

        assertThat(pending()).isEmpty();
        assertThat(chunks()).isEmpty();
        ok("");
        assertWhole("");
    }

    @Nested
    class StreamThatHasChanged {
        private void write(int seed, int otherSeedFrom) throws IOException {
            try (OutputStream out = Files.newOutputStream(directory.resolve("zfs/stream-tank/a/s1"))) {
                SyntheticStream.Content content = (block, offset, length) ->
                        new Random(offset < otherSeedFrom ? seed : seed + 1).nextBytes(block);
                SyntheticStream.write(out, "tank/a@s1", PAYLOAD, content, 1001, 0);
            }
        }

        @Test
        void isStoredFromTheFirstDifferenceOn() throws IOException {
            write(5, PAYLOAD);
            Map<String, Object> before = interrupted(1_600_000, "");
            write(5, 500_000);

            assertThat(ok("")).startsWith("Backed up tank/a@s1, full");

            assertThat(chunks().entrySet().stream().filter(before.entrySet()::contains))
                    .as("six whole chunks of 76,000 bytes come before the first block with another content, at 512 KiB")
                    .hasSize(6);
            assertWhole("");
        }

        @Test
        void isStoredAnewIfItsBeginningDiffers() throws IOException {
            write(5, PAYLOAD);
            Map<String, Object> before = interrupted(1_600_000, "");
            write(7, PAYLOAD);

            ok("");

            assertThat(chunks().keySet()).doesNotContainAnyElementsOf(before.keySet());
            assertWhole("");
        }

        @Test
        void thatIsShorter_isStored() throws IOException {
            interrupted(1_600_000, "");
            zfs.replacing(1, 300_000, -1000);

            ok("");

            assertWhole("");
        }

        /** It never repeats, so the second difference ends the comparison. */
        @Test
        void atEverySend_isStored() throws IOException {
            interrupted(1_600_000, "");
            write(5, PAYLOAD);
            Files.copy(directory.resolve("zfs/stream-tank/a/s1"), directory.resolve("zfs/other"));
            write(5, 200_000);
            zfs.sending("mv $here/other $stream.next; cat $stream; mv $stream $here/other; mv $stream.next $stream");

            ok("");

            assertThat(pending()).isEmpty();
            assertThat(ok("", "verify")).startsWith("Good     tank/a@s1").hasLineCount(1);
        }
    }

    @Nested
    class OtherPipes {
        @ParameterizedTest
        @ValueSource(strings = {"-C", "--compress=zstd:9"})
        void beginAnew(String options) {
            Map<String, Object> before = interrupted(1_200_000, "--compress=zstd");

            ok(options);

            assertThat(chunks().keySet()).doesNotContainAnyElementsOf(before.keySet());
            assertWhole(options);
        }

        private String openssl(String password) {
            return "--encrypt=openssl --password-file " + Trees.secret(directory.resolve("password"), password);
        }

        @Test
        void samePassword_continues() {
            Map<String, Object> before = interrupted(1_600_000, openssl("one"));

            ok(openssl("one"));

            assertThat(before).isNotEmpty();
            assertThat(chunks()).containsAllEntriesOf(before);
            assertWhole(openssl("one"));
        }

        /** Otherwise no password would open the whole backup. */
        @Test
        void otherPassword_beginsAnew() {
            Map<String, Object> before = interrupted(1_600_000, openssl("one"));

            ok(openssl("two"));

            assertThat(chunks().keySet()).doesNotContainAnyElementsOf(before.keySet());
            assertWhole(openssl("two"));
        }

        @Test
        void damagedChunkOfSamePassword_beginsAnew() throws IOException {
            List<String> names =
                    new ArrayList<>(interrupted(1_600_000, openssl("one")).keySet());
            String last = names.get(names.size() - 1);
            byte[] bytes = Files.readAllBytes(backups.resolve("h/chunks/" + last));
            bytes[bytes.length / 2] ^= 1;
            Files.write(backups.resolve("h/chunks/" + last), bytes);

            ok(openssl("one"));

            assertWhole(openssl("one"));
        }

        @Test
        void sameRecipient_continuesWithoutAnIdentity() {
            Path identity = Trees.secret(
                    directory.resolve("identity"),
                    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n");
            String options = "--encrypt=age --recipient age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
            Map<String, Object> before = interrupted(1_200_000, options);

            ok(options);

            assertThat(before).hasSizeGreaterThan(3);
            assertThat(chunks()).containsAllEntriesOf(before);
            assertWhole(options + " --identity-file " + identity);
        }
    }

    @Nested
    class StoredChunks {
        @Test
        void thatIsMissing_isStoredAgainWithAllAfterIt() throws IOException {
            Map<String, Object> before = interrupted(1_600_000, "");
            List<String> names = new ArrayList<>(before.keySet());
            Files.delete(backups.resolve("h/chunks/" + names.get(4)));

            ok("");

            assertThat(chunks().entrySet().stream().filter(before.entrySet()::contains))
                    .hasSize(4);
            assertWhole("");
        }

        @Test
        void withoutAPendingRecord_areRemoved() throws IOException {
            interrupted(1_600_000, "");
            Files.writeString(backups.resolve("h/pending").resolve(pending().get(0)), "{}");

            ok("");

            assertWhole("");
        }
    }
}
