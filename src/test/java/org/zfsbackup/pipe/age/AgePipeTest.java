package org.zfsbackup.pipe.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.compressible;
import static org.zfsbackup.fixture.TestStreams.cut;
import static org.zfsbackup.fixture.TestStreams.flipped;
import static org.zfsbackup.fixture.TestStreams.joined;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
import org.zfsbackup.pipe.secret.SecretFile;

@ExtendWith(NothingLeft.class)
@Timeout(600)
class AgePipeTest {
    private static final AgePipe PIPE = new AgePipe();
    private static final int FRAME = 64 * 1024;
    private static final int TAG = 16;
    private static final String PASSPHRASE = "korrekt horse";

    @TempDir
    Path directory;

    private Commands commands() {
        return new Commands(directory);
    }

    /** Makes a pair of keys with the real age-keygen; gives the recipient. */
    private String keys(String name) throws Exception {
        commands().run("age-keygen -o " + name + " 2>/dev/null && chmod 600 " + name, new byte[0]);
        return new String(commands().run("age-keygen -y " + name, new byte[0]), StandardCharsets.US_ASCII).strip();
    }

    private PipeContext with(String identity) {
        return PipeContext.plain().withIdentities(SecretFile.of(directory.resolve(identity)));
    }

    private static PipeSpec to(String... recipients) {
        return new PipeSpec("age", Map.of("recipients", String.join(",", recipients)));
    }

    private static byte[] encrypted(PipeSpec spec, byte[] plain, PipeContext context) throws IOException {
        try (InputStream in = PIPE.apply(spec, streamOf(plain), context)) {
            return readAll(in);
        }
    }

    private static byte[] decrypted(PipeSpec recorded, byte[] stored, PipeContext context) throws IOException {
        try (InputStream in = PIPE.undo(recorded, streamOf(stored), context)) {
            return readAll(in);
        }
    }

    @Test
    void ageReadsWhatIsWrittenAndWritesWhatIsRead() throws Exception {
        String recipient = keys("key");
        PipeSpec spec = to(recipient);
        for (int size : sizesAround(FRAME)) {
            byte[] plain = random(size);
            assertThat(commands().run("age -d -i key", encrypted(spec, plain, PipeContext.plain())))
                    .isEqualTo(plain);
            byte[] theirs = commands().run("age -r " + recipient, plain);
            assertThat(decrypted(PIPE.recorded(spec), theirs, with("key"))).isEqualTo(plain);
        }
    }

    @Test
    void eachOfSeveralRecipientsCanReadIt() throws Exception {
        String one = keys("one");
        String other = keys("other");
        Files.writeString(
                directory.resolve("recipients"), "# who restores, and when, one a line\r\n\n" + other + "\r\n");
        PipeSpec spec = new PipeSpec(
                "age",
                Map.of(
                        "recipients",
                        one,
                        "recipientsFile",
                        directory.resolve("recipients").toString()));
        byte[] plain = random(1000);
        byte[] stored = encrypted(spec, plain, PipeContext.plain());
        assertThat(PIPE.recorded(spec).options()).isEqualTo(Map.of("recipients", one + "," + other));
        for (String identity : new String[] {"one", "other"}) {
            assertThat(decrypted(PIPE.recorded(spec), stored, with(identity))).isEqualTo(plain);
            assertThat(commands().run("age -d -i " + identity, stored)).isEqualTo(plain);
        }
    }

    @Test
    void oneIdentityOfSeveralInAFileIsEnough() throws Exception {
        keys("first");
        String second = keys("second");
        commands().run("cat first second >both; chmod 600 both", new byte[0]);
        byte[] stored = encrypted(to(second), random(10), PipeContext.plain());
        assertThat(decrypted(to(second), stored, with("both"))).isEqualTo(random(10));
    }

    @Test
    void aStrangersIdentityIsToldSoAndWhoseIsNeeded() throws Exception {
        String recipient = keys("key");
        keys("stranger");
        byte[] stored = encrypted(to(recipient), random(10), PipeContext.plain());
        assertThatThrownBy(() -> decrypted(to(recipient), stored, with("stranger")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stranger")
                .hasMessageContaining(recipient);
        assertThat(PIPE.lacking(PIPE.recorded(to(recipient)), PipeContext.plain()))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains(recipient).contains("--identity-file"));
    }

    @Test
    void everyCutIsAnErrorAndNoEnd() throws Exception {
        String recipient = keys("key");
        byte[] small = encrypted(to(recipient), random(100), PipeContext.plain());
        for (int length = 0; length < small.length; length++) {
            byte[] cut = cut(small, length);
            assertThatThrownBy(() -> decrypted(to(recipient), cut, with("key")))
                    .as("cut to " + cut.length)
                    .isInstanceOf(IOException.class);
        }
        byte[] large = encrypted(to(recipient), random(3 * FRAME), PipeContext.plain());
        int head = large.length - 3 * (FRAME + TAG);
        for (int frames = 0; frames < 3; frames++) {
            for (int more : new int[] {0, 1, TAG, FRAME, FRAME + TAG - 1}) {
                byte[] cut = cut(large, head + frames * (FRAME + TAG) + more);
                assertThatThrownBy(() -> decrypted(to(recipient), cut, with("key")))
                        .as(frames + " frames and " + more)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void everyFlippedBitIsAnErrorBeforeItsPlainBytesPassOn() throws Exception {
        String recipient = keys("key");
        byte[] stored = encrypted(to(recipient), random(40), PipeContext.plain());
        for (int bit = 0; bit < stored.length * 8; bit++) {
            byte[] changed = flipped(stored, bit);
            try (InputStream in = PIPE.undo(to(recipient), streamOf(changed), with("key"))) {
                assertThatThrownBy(in::read).as("bit " + bit).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aFrameThatIsMovedLeftOutOrAddedIsAnError() throws Exception {
        String recipient = keys("key");
        byte[] stored = encrypted(to(recipient), random(3 * FRAME), PipeContext.plain());
        int frame = FRAME + TAG;
        int first = stored.length - 3 * frame;
        byte[] head = cut(stored, first);
        byte[] a = Arrays.copyOfRange(stored, first, first + frame);
        byte[] b = Arrays.copyOfRange(stored, first + frame, first + 2 * frame);
        byte[] c = Arrays.copyOfRange(stored, first + 2 * frame, first + 3 * frame);
        for (byte[] changed : new byte[][] {
            joined(head, b, a, c),
            joined(head, a, c),
            joined(head, b, c),
            joined(head, a, a, b, c),
            joined(head, a, b, c, c),
            joined(head, a, b, c, new byte[1]),
            joined(head, c),
        }) {
            assertThatThrownBy(() -> decrypted(to(recipient), changed, with("key")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(decrypted(to(recipient), joined(head, a, b, c), with("key"))).isEqualTo(random(3 * FRAME));
    }

    private PipeContext typed() {
        return PipeContext.plain()
                .withPassword(SecretFile.of(Trees.secret(directory.resolve("passphrase"), PASSPHRASE + "\n")));
    }

    @Test
    void ageReadsAPassphraseOfOursAndWeReadOneOfAges() throws Exception {
        byte[] plain = compressible(70_000);
        PipeSpec spec = new PipeSpec("age", Map.of("workFactor", "12"));
        assertThat(commands().runTyping(PASSPHRASE, "age -d", encrypted(spec, plain, typed())))
                .isEqualTo(plain);
        byte[] theirs = commands().runTyping(PASSPHRASE, "age -p", plain);
        assertThat(decrypted(PIPE.recorded(spec), theirs, typed())).isEqualTo(plain);
    }

    @Test
    void anotherPassphraseIsToldSo() throws Exception {
        PipeSpec spec = new PipeSpec("age", Map.of("workFactor", "10"));
        byte[] stored = encrypted(spec, random(10), typed());
        PipeContext other =
                PipeContext.plain().withPassword(SecretFile.of(Trees.secret(directory.resolve("other"), "another")));
        assertThatThrownBy(() -> decrypted(PIPE.recorded(spec), stored, other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("passphrase")
                .hasMessageContaining("other");
    }

    @Test
    void aWorkFactorThatWouldFillTheMemoryIsRefused() throws Exception {
        PipeSpec spec = new PipeSpec("age", Map.of("workFactor", "10"));
        String stored = new String(encrypted(spec, random(10), typed()), StandardCharsets.ISO_8859_1);
        for (String factor : new String[] {"21", "23", "99"}) {
            byte[] greedy = stored.replaceFirst(" 10\n", " " + factor + "\n").getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> decrypted(PIPE.recorded(spec), greedy, typed()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("work factor of " + factor);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "age1", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk", "ssh-ed25519 AAAA"
            })
    void whatIsNoRecipientIsRefusedAtOnce(String recipient) {
        assertThatThrownBy(() -> PIPE.recorded(to(recipient))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIdentityAmongTheRecipientsIsRefusedAndNotShown() {
        String identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
        assertThatThrownBy(() -> PIPE.recorded(to(identity)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(identity)
                .hasMessageContaining("secret");
    }

    @Test
    void aMissingRecipientsFileSaysHowToMakeOne() {
        PipeSpec spec = new PipeSpec(
                "age", Map.of("recipientsFile", directory.resolve("nobody").toString()));
        assertThatThrownBy(() -> PIPE.recorded(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("age-keygen");
    }

    @Test
    void nobodyToEncryptToIsAnError() {
        assertThatThrownBy(() -> encrypted(PipeSpec.of("age"), random(10), PipeContext.plain()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--recipient");
    }

    @Test
    void aDamagedIdentityIsNotShown() throws Exception {
        String recipient = keys("key");
        byte[] stored = encrypted(to(recipient), random(10), PipeContext.plain());
        for (String wrong : new String[] {"AGE-SECRET-KEY-1NOTREALLY\n", "hunter2\n", "# nothing\n"}) {
            Trees.secret(directory.resolve("wrong"), wrong);
            assertThatThrownBy(() -> decrypted(to(recipient), stored, with("wrong")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("wrong")
                    .hasMessageNotContaining("NOTREALLY")
                    .hasMessageNotContaining("hunter2");
        }
    }
}
