package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.TestStreams.readAll;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.pipe.secret.SecretFile;
import org.zfsbackup.pipe.secret.SecretSource;

/** Files that the real programs wrote once, in {@code src/test/resources/golden}. */
class GoldenTest {
    private static InputStream golden(String name) {
        return Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/golden/" + name), name);
    }

    private static SecretSource secret(String name) {
        String file = Objects.requireNonNull(GoldenTest.class.getResource("/golden/" + name))
                .getPath();
        return new SecretFile(Path.of(file), true);
    }

    private static void isRead(PipeSpec recorded, String name) throws IOException {
        PipeContext context =
                PipeContext.plain().withPassword(secret("password.txt")).withIdentities(secret("identity.txt"));
        try (InputStream plain = golden("plain.txt");
                InputStream in = Pipes.kind(recorded.name()).undo(recorded, golden(name), context)) {
            assertThat(readAll(in)).isEqualTo(plain.readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip.gz", "pigz.gz", "members.gz"})
    void gzip(String name) throws IOException {
        isRead(PipeSpec.of("gzip"), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd.zst", "zstd-long.zst"})
    void zstd(String name) throws IOException {
        isRead(PipeSpec.of("zstd"), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aes-128-cbc",
                "aes-192-cbc",
                "aes-256-cbc",
                "aes-128-ctr",
                "aes-192-ctr",
                "aes-256-ctr",
                "chacha20"
            })
    void openssl(String cipher) throws IOException {
        isRead(new PipeSpec("openssl", Map.of("cipher", cipher, "iterations", "1000")), "openssl-" + cipher + ".enc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipient.age", "two-recipients.age"})
    void age(String name) throws IOException {
        isRead(
                new PipeSpec(
                        "age", Map.of("recipients", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj")),
                name);
    }

    @Test
    void ageWithAPassphrase() throws IOException {
        isRead(new PipeSpec("age", Map.of("passphrase", "true")), "passphrase.age");
    }
}
