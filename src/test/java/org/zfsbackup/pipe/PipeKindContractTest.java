package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.NothingLeft.assertNothingIsLeft;
import static org.zfsbackup.fixture.TestStreams.compressible;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.converter.crypto.CryptoDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.zfsbackup.camel.component.pipe.BoundFunctions;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams.Idle;
import org.zfsbackup.fixture.TestStreams.Tracked;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.pipe.secret.SecretFile;
import org.zfsbackup.process.Command;

/** What every kind of pipe must do, whatever it makes of a stream. */
@ParameterizedClass
@MethodSource("pipes")
@ExtendWith(NothingLeft.class)
@Timeout(300)
class PipeKindContractTest {
    private static final String PASSWORD = "korrekt-h\u00f6rse-battery";
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final String IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    private static final Duration REST = Duration.ofSeconds(20);

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

    private final PipeSpec wanted;
    private final PipeKind kind;
    private final Path directory;
    private final PipeContext context;

    PipeKindContractTest(PipeSpec wanted, @TempDir Path directory) throws IOException {
        this.wanted = wanted;
        this.kind = Pipes.kind(wanted.name());
        this.directory = directory;
        Path passwordFile = Trees.secret(directory.resolve("password.txt"), PASSWORD + "\nnot this line\n");
        Path identityFile = Trees.secret(directory.resolve("identity.txt"), IDENTITY + "\n");
        this.context = new PipeContext(
                REST,
                Optional.of(SecretFile.of(passwordFile)),
                Optional.of(SecretFile.of(identityFile)),
                Map.of("cat", Command.of("cat"), "gzip", Command.parse("gunzip -c"), "xz", Command.parse("xz -d -c")),
                new BoundFunctions(CAMEL));
    }

    @BeforeAll
    static void bind() {
        CAMEL.getRegistry().bind("rot13", new Rot13());
        SecretKeySpec key = new SecretKeySpec(PASSWORD.getBytes(StandardCharsets.US_ASCII), 0, 16, "AES");
        CryptoDataFormat aes = new CryptoDataFormat("AES/CBC/PKCS5Padding", key);
        aes.setInitVector(random(16));
        aes.setShouldAppendHMAC(false);
        CAMEL.getRegistry().bind("aes", aes);
        CAMEL.start();
    }

    @AfterAll
    static void stop() {
        CAMEL.stop();
    }

    static Stream<PipeSpec> pipes() {
        return Stream.of(
                new PipeSpec("gzip", Map.of("level", "1")),
                PipeSpec.of("gzip"),
                new PipeSpec("gzip", Map.of("level", "9")),
                new PipeSpec("gzip", Map.of("level", "fast")),
                new PipeSpec("gzip", Map.of("workers", "1")),
                new PipeSpec("gzip", Map.of("level", "3", "workers", "5")),
                PipeSpec.of("zstd"),
                new PipeSpec("zstd", Map.of("level", "1", "workers", "1")),
                new PipeSpec("zstd", Map.of("level", "19")),
                new PipeSpec("zstd", Map.of("longDistance", "true")),
                new PipeSpec("openssl", Map.of("iterations", "1000")),
                new PipeSpec("openssl", Map.of("iterations", "1000", "cipher", "aes-128-cbc")),
                new PipeSpec("openssl", Map.of("iterations", "1000", "cipher", "aes-256-ctr")),
                new PipeSpec("openssl", Map.of("iterations", "1000", "cipher", "chacha20")),
                new PipeSpec("age", Map.of("recipients", RECIPIENT)),
                new PipeSpec("age", Map.of("workFactor", "10")),
                new PipeSpec("exec", Map.of("command", "cat", "undo", "cat")),
                new PipeSpec("exec", Map.of("command", "gzip -c", "undo", "gunzip -c")),
                new PipeSpec("exec", Map.of("command", "/usr/bin/xz -0 -c", "undo", "xz -d -c")),
                new PipeSpec("bean", Map.of("name", "rot13")),
                new PipeSpec("dataformat", Map.of("name", "zipFile")),
                new PipeSpec("dataformat", Map.of("name", "aes")));
    }

    private InputStream apply(InputStream plain) throws IOException {
        return kind.apply(wanted, plain, context);
    }

    private InputStream undo(InputStream stored) throws IOException {
        return kind.undo(kind.recorded(wanted, context), stored, context);
    }

    private byte[] applied(byte[] plain) throws IOException {
        try (InputStream in = apply(streamOf(plain))) {
            return readAll(in);
        }
    }

    /** Applies the pipe, or undoes it. */
    private interface Direction {
        InputStream of(InputStream in) throws IOException;
    }

    private List<Direction> directions() {
        return List.of(this::apply, this::undo);
    }

    @Test
    void undoAfterApplyIsTheIdentity() throws IOException {
        for (int n : new int[] {16, 1000, 128 * 1024}) {
            for (int size : sizesAround(n)) {
                for (byte[] plain : List.of(random(size), compressible(size))) {
                    try (InputStream in = undo(apply(streamOf(plain)))) {
                        assertThat(readAll(in)).isEqualTo(plain);
                        assertThat(in.read()).isEqualTo(-1);
                    }
                }
            }
        }
    }

    @Test
    void undoAfterApplyIsTheIdentityByteByByte() throws IOException {
        for (int size : sizesAround(500)) {
            byte[] plain = random(size);
            byte[] stored;
            try (InputStream in = apply(oneByOne(plain))) {
                stored = readOneByOne(in);
            }
            try (InputStream in = undo(oneByOne(stored))) {
                assertThat(readOneByOne(in)).isEqualTo(plain);
            }
        }
    }

    @Test
    void nothingIsReadBeforeTheResultIsAndAllIsClosedWithIt() throws Exception {
        byte[] plain = random(1000);
        for (int i = 0; i < 2; i++) {
            Tracked upstream = new Tracked(streamOf(i == 0 ? plain : applied(plain)));
            try (InputStream in = directions().get(i).of(upstream)) {
                assertThat(upstream.isReadWithin(100)).isFalse();
                assertThat(readAll(in)).isNotEmpty();
                assertThat(upstream.isReadWithin(0)).isTrue();
            }
            assertThat(upstream.isClosedSoon()).isTrue();
        }
    }

    @Test
    void aCloseBeforeTheFirstReadClosesTheUpstream() throws Exception {
        for (Direction direction : directions()) {
            Idle upstream = new Idle(new byte[0], Idle.OnClose.FAILS);
            InputStream in = direction.of(upstream);
            in.close();
            assertThat(upstream.isClosedSoon()).isTrue();
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFailingUpstreamReachesTheReaderAndIsNoEnd() throws IOException {
        for (int size : new int[] {0, 10, 1000, 300_000}) {
            IOException failure = new IOException("broken upstream");
            byte[] plain = random(size);
            try (InputStream in = apply(failing(plain, failure))) {
                assertThatThrownBy(() -> readAll(in)).isSameAs(failure);
                assertThatThrownBy(in::read).isSameAs(failure);
            }
            byte[] stored = applied(plain);
            try (InputStream in = undo(failing(Arrays.copyOf(stored, Math.max(0, stored.length - 1)), failure))) {
                assertThatThrownBy(() -> readAll(in)).isSameAs(failure);
            }
        }
    }

    @Test
    void aFailureInPlaceOfTheEndReachesTheReader() throws IOException {
        IOException failure = new IOException("broken upstream");
        try (InputStream in = undo(failing(applied(random(1000)), failure))) {
            assertThatThrownBy(() -> readAll(in)).isSameAs(failure);
        }
    }

    @Test
    void anEarlyCloseClosesTheUpstreamAndEndsAllThreadsAndProcesses() throws Exception {
        byte[] plain = random(3_000_000);
        List<byte[]> inputs = List.of(plain, applied(plain));
        for (int i = 0; i < 2; i++) {
            Tracked upstream = new Tracked(streamOf(inputs.get(i)));
            InputStream in = directions().get(i).of(upstream);
            assertThat(in.read()).isNotNegative();
            in.close();
            assertThat(upstream.isClosedSoon()).isTrue();
            assertNothingIsLeft();
        }
    }

    @Test
    void aCloseWhileTheUpstreamIsIdleIsAnErrorToTheReaderAndNoEnd() throws Exception {
        for (Idle.OnClose onClose : Idle.OnClose.values()) {
            for (Direction direction : directions()) {
                Idle upstream = new Idle(new byte[0], onClose);
                InputStream in = direction.of(upstream);
                CompletableFuture<Object> reader = CompletableFuture.supplyAsync(() -> {
                    try {
                        return readAll(in);
                    } catch (IOException e) {
                        return e;
                    }
                });
                assertThat(upstream.isIdleSoon()).isTrue();
                in.close();
                assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
                assertThat(upstream.isClosedSoon()).isTrue();
            }
        }
    }

    @Test
    void theRecipeUndoesItWithoutUs() throws Exception {
        Commands commands = new Commands(directory);
        String recipe = kind.recipe(kind.recorded(wanted, context))
                .replace("PASSWORD-FILE", "password.txt")
                .replace("IDENTITY-FILE", "identity.txt");
        if (wanted.option("name").filter("aes"::equals).isPresent()) {
            // no program at hand undoes Camel's format: the recipe names it
            assertThat(recipe).isEqualTo("COMMAND-THAT-UNDOES 'dataformat aes'");
            return;
        }
        for (int size : new int[] {0, 1, 15, 16, 17, 100_000}) {
            byte[] stored = applied(compressible(size));
            byte[] plain = recipe.equals("age -d")
                    ? commands.runTyping(PASSWORD, recipe, stored)
                    : commands.run(recipe, stored);
            assertThat(plain).isEqualTo(compressible(size));
        }
    }

    @Test
    void whatIsRecordedIsEnoughAndHoldsNoSecret() {
        PipeSpec recorded = kind.recorded(wanted, context);
        assertThat(recorded.name()).isEqualTo(wanted.name());
        assertThat(kind.lacking(recorded, context)).isEmpty();
        assertThat(recorded.toString()).doesNotContain(PASSWORD).doesNotContain("password.txt");
        assertThat(kind.recipe(recorded)).doesNotContain(PASSWORD);
    }
}
