package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Encryption is neither forgotten nor stripped, and a wrong key is not damage: at every kind of target. */
@Timeout(300)
abstract class ProtectionContract {
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final List<String> AGE = List.of("--encrypt=age", "--recipient", RECIPIENT);

    @TempDir
    Path directory;

    private FakeZfs zfs;
    private List<String> password;
    private List<String> identity;
    private List<String> openssl;

    /** The words that name the target. */
    abstract List<String> target() throws IOException;

    /** The names of the chunks at the target. */
    abstract List<String> chunks() throws IOException;

    @BeforeEach
    void makeKeys() throws IOException {
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 3, 150_000);
        password = List.of(
                "--password-file",
                Trees.secret(directory.resolve("password"), "right\n").toString());
        identity = List.of(
                "--identity-file",
                Trees.secret(
                                directory.resolve("identity"),
                                "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n")
                        .toString());
        openssl = Stream.concat(Stream.of("-E"), password.stream()).toList();
    }

    private Cli run(String dataset, List<String> options, String... operation) throws IOException {
        Stream<String> words = Stream.of(
                        List.of("--zfs", zfs.command(), "--dataset", dataset),
                        options,
                        target(),
                        List.of("--prefix", "h"),
                        List.of(operation))
                .flatMap(List::stream);
        return Cli.run(words.toArray(String[]::new));
    }

    private Cli backUp(int snapshot, List<String> options) throws IOException {
        return run("tank/a@s" + snapshot, options);
    }

    private void ok(int snapshot, List<String> options) throws IOException {
        Cli cli = backUp(snapshot, options);
        assertThat(cli.status()).as(cli.err()).isZero();
    }

    private void refused(int snapshot, List<String> options, String... words) throws IOException {
        List<String> before = chunks();
        Cli cli = backUp(snapshot, options);
        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.err()).contains(words).contains("Nothing was stored", "--no-encrypt");
        assertThat(chunks()).isEqualTo(before);
    }

    @Nested
    class Forgotten {
        @Test
        void age_isNotFollowedByClearText() throws IOException {
            ok(1, AGE);
            refused(2, List.of(), "of @s1, is encrypted with age, and this one would not be encrypted");
            refused(2, List.of("--compress=zstd"), "would not be encrypted");
            refused(2, List.of("--full"), "would not be encrypted");
            ok(2, AGE);
        }

        @Test
        void age_isNotFollowedByOpenssl() throws IOException {
            ok(1, AGE);
            refused(2, openssl, "is encrypted with openssl, which does not detect changes");
        }

        @Test
        void openssl_isFollowedByAgeAndNotByClearText() throws IOException {
            ok(1, openssl);
            refused(2, List.of("-C"), "is encrypted with openssl");
            ok(2, AGE);
            refused(3, openssl, "is encrypted with age");
        }

        @Test
        void noEncrypt_isSaidOnce() throws IOException {
            ok(1, AGE);
            ok(2, List.of("--no-encrypt"));
            ok(3, List.of());
        }

        @Test
        void compression_mayChange() throws IOException {
            ok(1, List.of("--compress=zstd"));
            ok(2, List.of("-C"));
            ok(3, List.of());
        }
    }

    @Nested
    class Stripped {
        @BeforeEach
        void clearText() throws IOException {
            ok(1, List.of());
        }

        private void refusesAndTakes(List<String> key) throws IOException {
            Cli restore = run("tank/a", key, "restore", "--to", "tank/b");
            assertThat(restore.status()).isEqualTo(1);
            assertThat(restore.err()).contains("@s1 is not encrypted, although a key was given", "--allow-unencrypted");
            Cli verify = run("tank/a", key, "verify");
            assertThat(verify.status()).isEqualTo(1);
            assertThat(verify.out()).startsWith("NOT ENCRYPTED  tank/a@s1: ");

            List<String> allowed = Stream.concat(key.stream(), Stream.of("--allow-unencrypted"))
                    .toList();
            assertThat(run("tank/a", allowed, "verify").out()).isEqualTo("Good     tank/a@s1 (not encrypted)\n");
            assertThat(run("tank/a", allowed, "restore", "--to", "tank/b").status())
                    .isZero();
        }

        @Test
        void withAnIdentity_isRefused() throws IOException {
            refusesAndTakes(identity);
        }

        @Test
        void withAPassword_isRefused() throws IOException {
            refusesAndTakes(password);
        }

        @Test
        void withARecipientsFile_isRefused() throws IOException {
            Path recipients = directory.resolve("recipients");
            Trees.text(recipients, RECIPIENT + "\n");
            refusesAndTakes(List.of("--recipients-file", recipients.toString()));
        }

        @Test
        void toAFile_isRefused() throws IOException {
            Cli cli = run(
                    "tank/a@s1",
                    identity,
                    "restore",
                    "--to-file",
                    directory.resolve("out").toString());
            assertThat(cli.status()).isEqualTo(1);
            assertThat(directory.resolve("out")).doesNotExist();
        }

        @Test
        void withoutAKey_isTold() throws IOException {
            assertThat(run("tank/a", List.of(), "verify").out()).isEqualTo("Good     tank/a@s1 (not encrypted)\n");
            assertThat(run("tank/a", List.of("--json"), "verify").out()).contains("\"protection\":\"none\"");
        }
    }

    @Nested
    class WrongKey {
        private List<String> other(String option, String content) {
            return List.of(
                    option, Trees.secret(directory.resolve("other"), content).toString());
        }

        private void isNoDamage(List<String> key) throws IOException {
            Cli verify = run("tank/a", key, "verify");
            assertThat(verify.status()).isEqualTo(1);
            assertThat(verify.out()).startsWith("WRONG KEY  tank/a@s1: ").doesNotContain("DAMAGED");
            Cli restore = run("tank/a", key, "restore", "--to", "tank/b");
            assertThat(restore.status()).isEqualTo(1);
            assertThat(restore.err())
                    .contains("cannot be decrypted with the given key", "Its chunks are not damaged")
                    .contains("use another password or identity");
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "gzip", "zstd"})
        void opensslPassword_isTold(String compress) throws IOException {
            List<String> options = Stream.concat(
                            openssl.stream(),
                            compress.equals("none") ? Stream.of() : Stream.of("--compress=" + compress))
                    .toList();
            ok(1, options);
            isNoDamage(other("--password-file", "wrong\n"));
        }

        @Test
        void passphrase_isTold() throws IOException {
            ok(1, Stream.concat(Stream.of("--encrypt=age"), password.stream()).toList());
            isNoDamage(other("--password-file", "wrong\n"));
        }

        @Test
        void identity_isTold() throws IOException {
            ok(1, AGE);
            isNoDamage(other(
                    "--identity-file", "AGE-SECRET-KEY-1UD9GZQCV7TZFUSKYUFDZ7TY5P6CH07Y2QNMT3KNCRGW373Q53MCSEMQ70V\n"));
        }

        @Test
        void keyThatCannotBeRead_endsTheRun() throws IOException {
            ok(1, AGE);
            Path readable = directory.resolve("readable");
            Trees.text(readable, "x\n");
            for (Path file : List.of(readable, directory.resolve("missing"))) {
                for (List<String> operation : List.of(List.of("verify"), List.of("restore", "--to", "tank/b"))) {
                    Cli cli = run(
                            "tank/a", List.of("--identity-file", file.toString()), operation.toArray(String[]::new));
                    assertThat(cli.status()).isEqualTo(1);
                    assertThat(cli.out()).isEmpty();
                    assertThat(cli.err()).contains(file.toString()).doesNotContain("DAMAGED");
                }
            }
        }

        @Test
        void damagedChunk_isStillDamage() throws IOException {
            ok(1, openssl);
            spoil(chunks().get(0));
            assertThat(run("tank/a", password, "verify").out()).startsWith("DAMAGED  tank/a@s1: ");
            assertThat(run("tank/a", other("--password-file", "wrong\n"), "verify")
                            .out())
                    .startsWith("DAMAGED  tank/a@s1: ");
        }
    }

    /** Changes a bit in the middle of a chunk. */
    abstract void spoil(String chunk) throws IOException;
}
