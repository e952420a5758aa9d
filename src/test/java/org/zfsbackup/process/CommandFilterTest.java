package org.zfsbackup.process;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams.Idle;
import org.zfsbackup.fixture.TestStreams.Tracked;
import org.zfsbackup.stream.Handover;
import org.zfsbackup.stream.StallTimeout;
import org.zfsbackup.stream.StalledException;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class CommandFilterTest {
    private static final Duration REST = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);

    private static InputStream through(String script, InputStream upstream, Duration stallTimeout) throws IOException {
        return CommandFilter.start(Command.of("sh", "-c", script), upstream, stallTimeout);
    }

    @Test
    void whatGoesThroughCatStaysTheSame() throws IOException {
        for (int n : new int[] {1000, 64 * 1024, Handover.BUFFER_SIZE, 10 * Handover.BUFFER_SIZE}) {
            for (int size : sizesAround(n)) {
                try (InputStream in = CommandFilter.start(Command.of("cat"), streamOf(random(size)), REST)) {
                    assertThat(readAll(in)).isEqualTo(random(size));
                    assertThat(in.read()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void whatGoesThroughCatByteByByteStaysTheSame() throws IOException {
        for (int size : sizesAround(2000)) {
            try (InputStream in = CommandFilter.start(Command.of("cat"), oneByOne(random(size)), REST)) {
                assertThat(readOneByOne(in)).isEqualTo(random(size));
            }
        }
    }

    @Test
    void aCommandMayReadAllBeforeItWritesAnything() throws IOException {
        byte[] lines = compressible(3_000_000);
        try (InputStream in = through("x=$(cksum); head -c 2000000 /dev/zero; echo $x", streamOf(lines), REST)) {
            byte[] result = readAll(in);
            assertThat(new String(result, 2_000_000, result.length - 2_000_000, StandardCharsets.UTF_8))
                    .contains("3000000");
        }
    }

    @Test
    void nothingIsReadBeforeTheResultIs() throws Exception {
        Tracked upstream = new Tracked(streamOf(random(10)));
        try (InputStream in = CommandFilter.start(Command.of("cat"), upstream, REST)) {
            assertThat(upstream.isReadWithin(200)).isFalse();
            assertThat(readAll(in)).isEqualTo(random(10));
        }
        assertThat(upstream.isClosedSoon()).isTrue();
    }

    @Test
    void aFailingStatusIsAnErrorThatTellsWhy() throws IOException {
        try (InputStream in = through("cat; echo bad input >&2; exit 2", streamOf(random(10)), REST)) {
            assertThatThrownBy(() -> readAll(in))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("bad input")
                    .hasMessageContaining("status 2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCommandThatStopsReadingIsAnErrorWhateverItsStatus(int status) throws IOException {
        try (InputStream in = through("head -c 10; exit " + status, streamOf(random(1_000_000)), REST)) {
            assertThatThrownBy(() -> readAll(in))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("stopped reading")
                    .hasMessageContaining("status " + status);
        }
    }

    @Test
    void aCommandThatNeverReadsNorWritesIsAStallAndIsEnded() throws IOException {
        try (InputStream in = through("exec sleep 1000", streamOf(random(1_000_000)), SHORT)) {
            assertThatThrownBy(() -> readAll(in))
                    .isInstanceOf(StalledException.class)
                    .hasMessageContaining("sleep 1000")
                    .hasMessageContaining(StallTimeout.inWords(Handover.longer(SHORT)));
            assertNothingIsLeft();
        }
    }

    @Test
    void anUpstreamThatGivesNothingIsAStallAndIsClosed() throws Exception {
        Idle upstream = new Idle(random(10), Idle.OnClose.STAYS_BLOCKED);
        try (InputStream in = CommandFilter.start(Command.of("cat"), upstream, SHORT)) {
            assertThatThrownBy(() -> readOneByOne(in)).isInstanceOf(StalledException.class);
            assertThat(upstream.isClosedSoon()).isTrue();
            assertNothingIsLeft();
        }
    }

    @Test
    void readingForLongBeforeAnythingIsWrittenIsNoStall() throws IOException {
        long end = System.nanoTime() + 2_200_000_000L;
        InputStream upstream = new InputStream() {
            @Override
            public int read() {
                return System.nanoTime() < end ? 'x' : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return read() < 0 ? -1 : length;
            }
        };
        try (InputStream in = through("cksum", upstream, Duration.ofSeconds(1))) {
            assertThat(readAll(in)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 1_000_000})
    void aFailingUpstreamIsThrownAsItWasAndTheCommandNeverSeesItsEnd(int size, @TempDir Path directory)
            throws IOException {
        IOException failure = new IOException("broken upstream");
        Path marker = directory.resolve("marker");
        for (String copy : new String[] {"cat", "cat >/dev/null", "trap '' TERM; cat"}) {
            try (InputStream in = through(copy + "; touch " + marker, failing(random(size), failure), REST)) {
                assertThatThrownBy(() -> readAll(in)).isSameAs(failure);
            }
            assertNothingIsLeft();
            assertThat(marker).doesNotExist();
        }
    }

    @Test
    void errorsOfTheUpstreamReachTheReader() throws IOException {
        for (Throwable failure : new Throwable[] {new IllegalStateException("broken"), new AssertionError("broken")}) {
            try (InputStream in = CommandFilter.start(Command.of("cat"), failing(random(10), failure), REST)) {
                assertThatThrownBy(() -> readAll(in))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("broken")
                        .hasCause(failure);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Idle.OnClose.class)
    void aCommandThatFailsFirstClosesAnUpstreamThatIsIdleForEver(Idle.OnClose onClose) throws Exception {
        Idle upstream = new Idle(random(10), onClose);
        try (InputStream in = through("head -c 5; echo no >&2; exit 3", upstream, REST)) {
            assertThatThrownBy(() -> readAll(in))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("status 3")
                    .hasMessageContaining("no");
            assertThat(upstream.isClosedSoon()).isTrue();
            assertNothingIsLeft();
        }
    }

    @Test
    void aCommandThatEndsWellBeforeAnIdleUpstreamIsNoSuccess() throws Exception {
        Idle upstream = new Idle(random(10), Idle.OnClose.ENDS);
        try (InputStream in = through("head -c 5", upstream, REST)) {
            assertThatThrownBy(() -> readAll(in))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("stopped reading");
        }
    }

    @ParameterizedTest
    @EnumSource(Idle.OnClose.class)
    void anEarlyCloseClosesTheUpstreamAndEndsTheCommand(Idle.OnClose onClose) throws Exception {
        Idle upstream = new Idle(random(10), onClose);
        InputStream in = through("cat; cat", upstream, REST);
        assertThat(in.readNBytes(10)).isEqualTo(random(10));
        in.close();
        assertThat(upstream.isClosedSoon()).isTrue();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    @Test
    void anEarlyCloseNeverLooksLikeAnEndToTheCommand(@TempDir Path directory) throws Exception {
        Path marker = directory.resolve("marker");
        Idle upstream = new Idle(random(10), Idle.OnClose.ENDS);
        InputStream in = through("cat && touch " + marker, upstream, REST);
        assertThat(in.readNBytes(10)).isEqualTo(random(10));
        in.close();
        assertNothingIsLeft();
        assertThat(marker).doesNotExist();
    }

    @Test
    void aCloseBeforeTheFirstReadClosesTheUpstreamAndEndsTheCommand() throws Exception {
        Idle upstream = new Idle(random(10), Idle.OnClose.FAILS);
        through("cat", upstream, REST).close();
        assertThat(upstream.isClosedSoon()).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void closeWhileAnotherThreadReadsIsAnErrorToItAndNoEnd() throws Exception {
        Idle upstream = new Idle(new byte[0], Idle.OnClose.ENDS);
        InputStream in = through("cat", upstream, REST);
        CompletableFuture<Object> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return in.read();
            } catch (IOException e) {
                return e;
            }
        });
        assertThat(upstream.isIdleSoon()).isTrue();
        in.close();
        assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> CommandFilter.start(Command.of("no-such-program"), streamOf(random(10)), REST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-program");
    }
}
