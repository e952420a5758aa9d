package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.pipe.secret.SecretReference;

/** The bytes of a secret are zeros once a pipe has used them, however its stream ended. */
@ExtendWith(NothingLeft.class)
@Timeout(300)
class SecretWipedTest {
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final String IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    private static final byte[] PLAIN = TestStreams.random(300_000);

    /** The very arrays that the pipes were given. */
    private final List<byte[]> given = new ArrayList<>();

    private final PipeContext context =
            PipeContext.plain().withPassword(kept("korrekt")).withIdentities(kept(IDENTITY));

    private SecretReference kept(String secret) {
        return new SecretReference("vault:x", reference -> {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            given.add(bytes);
            return bytes;
        });
    }

    private static PipeSpec spec(String pipe) {
        return switch (pipe) {
            case "openssl" -> new PipeSpec("openssl", Map.of("iterations", "1"));
            case "passphrase" -> new PipeSpec("age", Map.of("workFactor", "10"));
            default -> new PipeSpec("age", Map.of("recipients", RECIPIENT));
        };
    }

    private byte[] stored(String pipe) throws IOException {
        PipeKind kind = Pipes.kind(spec(pipe).name());
        try (InputStream in = kind.apply(spec(pipe), TestStreams.streamOf(PLAIN), context)) {
            return in.readAllBytes();
        }
    }

    private InputStream undone(String pipe, byte[] stored) throws IOException {
        PipeKind kind = Pipes.kind(spec(pipe).name());
        return kind.undo(kind.recorded(spec(pipe)), TestStreams.streamOf(stored), context);
    }

    private void assertWiped(int times) {
        assertThat(given).hasSize(times).allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "passphrase", "recipients"})
    void whatAPipeWasGivenIsWipedBehindTheStreamsEnd(String pipe) throws IOException {
        byte[] stored = stored(pipe);
        try (InputStream in = undone(pipe, stored)) {
            assertThat(in.readAllBytes()).isEqualTo(PLAIN);
        }
        assertWiped(pipe.equals("recipients") ? 1 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "passphrase", "recipients"})
    void itIsWipedWhereTheStreamIsDamagedOrNotReadToItsEnd(String pipe) throws IOException {
        byte[] stored = stored(pipe);
        given.clear();
        try (InputStream in = undone(pipe, stored)) {
            assertThat(in.read()).isNotNegative();
        }
        NothingLeft.assertNothingIsLeft();
        assertWiped(1);
        try (InputStream in = undone(pipe, TestStreams.cut(stored, stored.length - 5))) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
        assertWiped(2);
    }

    @Test
    void theWholeContentIsWipedWhereItsFirstLineIsThePassword() throws IOException {
        Secret password = kept("korrekt\nsecond line\n").password();
        assertThat(password.bytes()).isEqualTo("korrekt".getBytes(StandardCharsets.UTF_8));
        assertWiped(1);
        password.close();
        assertThat(password.bytes()).containsOnly(0);
    }

    @Test
    void anIdentityThatIsNoneIsWiped() throws IOException {
        byte[] stored = stored("recipients");
        PipeKind age = Pipes.kind("age");
        PipeContext wrong = PipeContext.plain().withIdentities(kept("no identity"));
        try (InputStream in = age.undo(spec("recipients"), TestStreams.streamOf(stored), wrong)) {
            assertThatThrownBy(in::readAllBytes).hasMessageContaining("is not an identity of age");
        }
        assertWiped(1);
    }
}
