package org.zfsbackup.pipe.openssl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.compressible;
import static org.zfsbackup.fixture.TestStreams.cut;
import static org.zfsbackup.fixture.TestStreams.joined;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.pipe.Commands;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.pipe.secret.SecretFile;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class OpensslPipeTest {
    private static final OpensslPipe PIPE = new OpensslPipe();
    private static final PipeSpec CBC = spec("aes-256-cbc");
    private static final String OPENSSL = "openssl enc -pbkdf2 -iter 777 -md sha256 -pass file:password.txt ";
    private static final String SALT = "0123456789abcdef";

    private final Path directory;
    private final Commands commands;

    OpensslPipeTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.commands = new Commands(directory);
        password("geheim f\u00fcr alle".getBytes(ISO_8859_1));
    }

    private static PipeSpec spec(String cipher) {
        return new PipeSpec("openssl", Map.of("cipher", cipher, "iterations", "777"));
    }

    private static PipeSpec original(String cipher) {
        return new PipeSpec("openssl", Map.of("cipher", cipher, "derivation", "original"));
    }

    private void password(byte[] bytes) {
        Trees.secret(directory.resolve("password.txt"), bytes);
    }

    private PipeContext context() {
        return PipeContext.plain()
                .withStallTimeout(Duration.ofSeconds(20))
                .withPassword(SecretFile.of(directory.resolve("password.txt")));
    }

    private byte[] encrypted(PipeSpec spec, byte[] plain) throws IOException {
        try (InputStream in = PIPE.apply(spec, streamOf(plain), context())) {
            return readAll(in);
        }
    }

    private byte[] decrypted(PipeSpec recorded, byte[] stored) throws IOException {
        try (InputStream in = PIPE.undo(recorded, streamOf(stored), context())) {
            return readAll(in);
        }
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
    void opensslReadsWhatIsWrittenAndWritesWhatIsRead(String cipher) throws Exception {
        for (int size : new int[] {0, 1, 15, 16, 17, 35, 65_535, 65_536, 65_537, 131_075}) {
            byte[] plain = random(size);
            assertThat(commands.run(OPENSSL + "-d -" + cipher, encrypted(spec(cipher), plain)))
                    .isEqualTo(plain);
            assertThat(decrypted(spec(cipher), commands.run(OPENSSL + "-salt -" + cipher, plain)))
                    .isEqualTo(plain);
        }
    }

    @Test
    void theDefaultsAreWhatTheRecipeSays() throws Exception {
        byte[] plain = random(100);
        String recipe = PIPE.recipe(PIPE.recorded(PipeSpec.of("openssl"))).replace("PASSWORD-FILE", "password.txt");
        assertThat(recipe).contains("-iter 600000").contains("-aes-256-cbc");
        assertThat(commands.run(recipe, encrypted(PipeSpec.of("openssl"), plain)))
                .isEqualTo(plain);
    }

    @Test
    void twoRunsNeverGiveTheSameBytes() throws IOException {
        assertThat(encrypted(CBC, random(100))).isNotEqualTo(encrypted(CBC, random(100)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "plain\n",
                "plain\nsecond line\n",
                "with carriage return\r\n",
                "a\rb\n",
                " blanks kept \n",
                "tab\t",
                "\u00e4\u00ff\u0080",
                "up to zero\0and not on\n",
            })
    void aPasswordFileMeansWhatItMeansToOpenssl(String content) throws Exception {
        password(content.getBytes(ISO_8859_1));
        byte[] plain = random(1000);
        assertThat(commands.run(OPENSSL + "-d -aes-256-cbc", encrypted(CBC, plain)))
                .isEqualTo(plain);
        assertThat(decrypted(CBC, commands.run(OPENSSL + "-aes-256-cbc", plain)))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 511, 1022, 1023})
    void aLongPasswordMeansWhatItMeansToOpenssl(int length) throws Exception {
        password("x".repeat(length).getBytes(US_ASCII));
        byte[] plain = random(100);
        assertThat(commands.run(OPENSSL + "-d -aes-256-cbc", encrypted(CBC, plain)))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\nsecond\n", "\0x"})
    void anEmptyPasswordIsAnError(String content) throws IOException {
        password(content.getBytes(ISO_8859_1));
        assertThatThrownBy(() -> encrypted(CBC, random(10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty")
                .hasMessageContaining("password.txt");
    }

    @Test
    void aMissingPasswordFileIsNamed() throws IOException {
        Files.delete(directory.resolve("password.txt"));
        assertThatThrownBy(() -> encrypted(CBC, random(10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password.txt");
        assertThatThrownBy(() -> PIPE.apply(CBC, streamOf(random(10)), PipeContext.plain()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--password-file");
        assertThat(PIPE.lacking(CBC, PipeContext.plain())).isPresent();
    }

    @Test
    void aWrongPasswordIsAnError() throws Exception {
        byte[] stored = salted(random(1000), OPENSSL + "-aes-256-cbc");
        password("another".getBytes(US_ASCII));
        assertThatThrownBy(() -> decrypted(CBC, stored))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password is wrong");
    }

    @Test
    void otherIterationsAreAnError() throws Exception {
        byte[] stored = salted(random(1000), OPENSSL + "-aes-256-cbc");
        PipeSpec others = new PipeSpec("openssl", Map.of("cipher", "aes-256-cbc", "iterations", "778"));
        assertThatThrownBy(() -> decrypted(others, stored)).isInstanceOf(IOException.class);
    }

    /** With a given salt, which openssl then leaves to be remembered, so that a test gives the same every time. */
    private byte[] salted(byte[] plain, String command) throws Exception {
        return joined(
                "Salted__".getBytes(US_ASCII),
                HexFormat.of().parseHex(SALT),
                commands.run(command + " -S " + SALT, plain));
    }

    @Test
    void truncationIsAnError() throws Exception {
        byte[] stored = salted(random(40), OPENSSL + "-aes-256-cbc");
        assertThat(decrypted(CBC, stored)).isEqualTo(random(40));
        for (int length = 0; length < stored.length; length++) {
            byte[] cut = cut(stored, length);
            assertThatThrownBy(() -> decrypted(CBC, cut))
                    .as("at byte " + length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void saltAloneIsNothingEncryptedOnlyWhereNothingIsPadded() throws Exception {
        byte[] stored = cut(encrypted(CBC, random(40)), 16);
        assertThat(commands.result(OPENSSL + "-d -aes-256-cbc", stored).status())
                .isNotZero();
        assertThatThrownBy(() -> decrypted(CBC, stored)).isInstanceOf(IOException.class);
        assertThat(decrypted(spec("aes-256-ctr"), stored)).isEmpty();
    }

    @Test
    void whatDoesNotBeginWithASaltIsAnError() {
        assertThatThrownBy(() -> decrypted(CBC, random(100)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Salted__");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "md5"})
    void theOldKeyDerivationIsReadWhicheverDigestItHad(String digest) throws Exception {
        for (String cipher : new String[] {"aes-256-cbc", "aes-128-cbc", "aes-256-ctr"}) {
            String command = "openssl enc -" + cipher + " -md " + digest + " -salt -pass file:password.txt";
            for (int size : new int[] {0, 1, 1000, 70_000, 200_000}) {
                byte[] gzipped = commands.run("gzip -c", random(size));
                byte[] stored = commands.run(command, gzipped);
                assertThat(decrypted(original(cipher), stored)).isEqualTo(gzipped);
            }
        }
    }

    @Test
    void theOldKeyDerivationIsReadByteByByte() throws Exception {
        byte[] gzipped = commands.run("gzip -c", compressible(1000));
        byte[] stored = commands.run("openssl enc -aes-256-cbc -md md5 -pass file:password.txt", gzipped);
        try (InputStream in = PIPE.undo(original("aes-256-cbc"), oneByOne(stored), context())) {
            assertThat(readOneByOne(in)).isEqualTo(gzipped);
        }
    }

    @Test
    void theOldKeyDerivationIsReadOverASendStream() throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] send = random(5000);
            ByteBuffer.wrap(send).order(order).putLong(8, 0x2F5bacbacL);
            byte[] stored = commands.run("openssl enc -aes-256-cbc -md md5 -pass file:password.txt", send);
            assertThat(decrypted(original("aes-256-cbc"), stored)).isEqualTo(send);
        }
    }

    @Test
    void theOldKeyDerivationWithAWrongPasswordIsAnError() throws Exception {
        byte[] gzipped = commands.run("gzip -c", compressible(1000));
        byte[] stored = commands.run("openssl enc -aes-256-cbc -md sha256 -pass file:password.txt", gzipped);
        password("another".getBytes(US_ASCII));
        assertThatThrownBy(() -> decrypted(original("aes-256-cbc"), stored))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password is wrong");
    }

    @Test
    void theOldKeyDerivationCutOffIsAnError() throws Exception {
        byte[] gzipped = commands.run("gzip -c", random(100));
        byte[] stored = salted(gzipped, "openssl enc -aes-256-cbc -md sha256 -pass file:password.txt");
        assertThat(decrypted(original("aes-256-cbc"), stored)).isEqualTo(gzipped);
        for (int length = 0; length < stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> decrypted(original("aes-256-cbc"), cut))
                    .as("at byte " + length)
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes-256-gcm", "des", "", "aes-256-cbc; rm"})
    void anUnknownCipherIsAnError(String cipher) {
        assertThatThrownBy(() -> PIPE.recorded(spec(cipher))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PIPE.recipe(spec(cipher))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "", "1; rm"})
    void unknownIterationsAreAnError(String iterations) {
        PipeSpec spec = new PipeSpec("openssl", Map.of("iterations", iterations));
        assertThatThrownBy(() -> PIPE.apply(spec, streamOf(random(1)), context()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PIPE.recorded(spec)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PIPE.recipe(spec)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPasswordIsNeverShownAndIsWiped() throws IOException {
        Secret password = SecretFile.of(directory.resolve("password.txt")).password();
        byte[] bytes = password.bytes();
        assertThat(new String(bytes, ISO_8859_1)).isEqualTo("geheim f\u00fcr alle");
        assertThat(password.toString()).doesNotContain("geheim");
        password.close();
        assertThat(bytes).containsOnly(0);
    }

    /** The counter begins anywhere, by the IV: with most of them it comes round within 256 GiB. */
    @ParameterizedTest
    @ValueSource(strings = {"00000000", "01000000", "ffffffff", "fdffffff", "ffffff7f", "00000080"})
    void chacha20CountsAsOpensslDoesWhereItsCounterComesRound(String counter) throws Exception {
        String key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        String iv = counter + "ffffffff0405060708090a0b";
        byte[] keyAndIv = HexFormat.of().parseHex(key + iv);
        byte[] plain = random(1000);
        byte[] expected = commands.run("openssl enc -chacha20 -K " + key + " -iv " + iv, plain);
        for (int step : new int[] {1, 63, 64, 65, 1000}) {
            OpensslCipher.Running cipher = OpensslCipher.named("chacha20").keyed(Cipher.ENCRYPT_MODE, keyAndIv);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int from = 0; from < plain.length; from += step) {
                byte[] target = new byte[step + OpensslCipher.Running.BLOCK];
                out.write(target, 0, cipher.update(plain, from, Math.min(step, plain.length - from), target));
            }
            assertThat(out.toByteArray()).as(step + " at a time").isEqualTo(expected);
        }
    }
}
