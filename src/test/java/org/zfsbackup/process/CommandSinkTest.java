package org.zfsbackup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.zfsbackup.fixture.NothingLeft.assertNothingIsLeft;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
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
import org.zfsbackup.stream.StalledException;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class CommandSinkTest {
    private static final Duration REST = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);

    private static void feed(String script, InputStream stream, Duration stallTimeout) throws IOException {
        feed(script, stream, stallTimeout, REST);
    }

    private static void feed(String script, InputStream stream, Duration stallTimeout, Duration finishTimeout)
            throws IOException {
        CommandSink.feed(Command.of("sh", "-c", script), stream, stallTimeout, finishTimeout);
    }

    @Test
    void theCommandGetsTheWholeStreamAndItsEnd(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("out");
        for (int size : sizesAround(Handover.BUFFER_SIZE)) {
            CommandSink.feed(Command.of("dd", "of=" + file), streamOf(random(size)), REST, REST);
            assertThat(Files.readAllBytes(file)).isEqualTo(random(size));
        }
        CommandSink.feed(Command.of("dd", "of=" + file), oneByOne(random(3000)), REST, REST);
        assertThat(Files.readAllBytes(file)).isEqualTo(random(3000));
    }

    @Test
    void theStreamOfASuccessIsLeftOpenForItsOwner() throws IOException {
        Tracked stream = new Tracked(streamOf(random(10)));
        feed("cat >/dev/null", stream, REST);
        assertNothingIsLeft();
        assertThat(stream.closes()).isZero();
    }

    @Test
    void aFailingStatusIsAnErrorThatTellsWhy() {
        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> feed("cat >/dev/null; echo out of space >&2; exit 2", streamOf(random(10)), REST));
        assertThat(failure).hasMessageContaining("status 2").hasMessageContaining("out of space");
        assertThat(failure.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCommandThatStopsReadingIsAnErrorWhateverItsStatus(int status) {
        assertThatThrownBy(() -> feed(
                        "head -c 10 >/dev/null; echo had enough >&2; exit " + status,
                        streamOf(random(1_000_000)),
                        REST))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("stopped reading")
                .hasMessageContaining("had enough")
                .hasMessageContaining("status " + status);
    }

    @Test
    void aCommandThatClosesItsInputAndStaysIsEnded() {
        assertThatThrownBy(() -> feed("exec <&-; exec sleep 1000", streamOf(random(1_000_000)), SHORT))
                .isInstanceOf(StalledException.class);
    }

    @Test
    void aCommandThatNeverReadsIsAStall() {
        assertThatThrownBy(() -> feed("exec sleep 1000", streamOf(random(1_000_000)), SHORT))
                .isInstanceOf(StalledException.class)
                .hasMessageContaining("sleep 1000")
                .hasMessageContaining("read nothing")
                .hasMessageContaining("0.4 seconds");
    }

    @Test
    void workAfterTheLastByte_isNoStall(@TempDir Path directory) throws IOException {
        Path done = directory.resolve("done");
        feed("cat >/dev/null; sleep 2; touch " + done, streamOf(random(10)), SHORT, REST);
        assertThat(done).exists();
    }

    @Test
    void failureAfterLongWork_isNamed() {
        assertThatThrownBy(
                        () -> feed("cat >/dev/null; sleep 2; echo no >&2; exit 3", streamOf(random(10)), SHORT, REST))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("no");
    }

    @Test
    void workBeyondTheFinishTimeout_isEndedAndNamed() {
        assertThatThrownBy(() -> feed("cat >/dev/null; exec sleep 1000", streamOf(random(10)), REST, SHORT))
                .isInstanceOf(UnfinishedException.class)
                .hasMessageContaining("sleep 1000")
                .hasMessageContaining("did not end within 0.4 seconds after its last byte");
        assertNothingIsLeft();
    }

    @Test
    void aStalledStreamIsNotTheCommandsFault() throws Exception {
        Idle stream = new Idle(random(10), Idle.OnClose.ENDS);
        CompletableFuture<@Nullable Throwable> fed = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> feed("cat >/dev/null", stream, Duration.ofSeconds(1))));
        assertThat(stream.isIdleSoon()).isTrue();
        assertThat(catchThrowable(() -> fed.get(2, TimeUnit.SECONDS))).isInstanceOf(TimeoutException.class);
        stream.close();
        assertThat(fed.get(10, TimeUnit.SECONDS)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 1_000_000})
    void aFailingStreamIsThrownAsItWasAndTheCommandNeverSeesItsEnd(int size, @TempDir Path directory) {
        IOException failure = new IOException("broken upstream");
        for (String and : new String[] {" && ", "; "}) {
            Path marker = directory.resolve("marker");
            assertThatThrownBy(() ->
                            feed("cat >/dev/null" + and + "touch " + marker, failing(random(size), failure), REST))
                    .isSameAs(failure);
            assertNothingIsLeft();
            assertThat(marker).doesNotExist();
        }
    }

    @Test
    void aFailingStreamNeverLooksEndedToACommandThatIgnoresSignals(@TempDir Path directory) {
        Path marker = directory.resolve("marker");
        assertThatThrownBy(() -> feed(
                        "trap '' TERM; cat >/dev/null; touch " + marker,
                        failing(random(10), new IOException("broken upstream")),
                        REST))
                .hasMessageContaining("broken upstream");
        assertNothingIsLeft();
        assertThat(marker).doesNotExist();
    }

    @Test
    void uncheckedFailuresAndErrorsOfTheStreamAreThrown() {
        for (Throwable failure : new Throwable[] {
            new IllegalStateException("broken"), new AssertionError("broken"), new OutOfMemoryError("broken")
        }) {
            assertThatThrownBy(() -> feed("cat >/dev/null", failing(random(10), failure), REST))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broken")
                    .hasCause(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(Idle.OnClose.class)
    void aCommandThatFailsFirstClosesAStreamThatIsIdleForEver(Idle.OnClose onClose) throws Exception {
        Idle stream = new Idle(random(10), onClose);
        assertThatThrownBy(() -> feed("head -c 5 >/dev/null; echo no >&2; exit 3", stream, REST))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("no");
        assertThat(stream.isClosedSoon()).isTrue();
    }

    @Test
    void aCommandThatEndsWellFirstClosesAStreamThatIsIdleForEverAndIsNoSuccess() throws Exception {
        Idle stream = new Idle(random(10), Idle.OnClose.ENDS);
        assertThatThrownBy(() -> feed("head -c 5 >/dev/null", stream, REST))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("stopped reading");
        assertThat(stream.isClosedSoon()).isTrue();
    }

    @Test
    void aCommandMayKnowTheEndBeforeTheStreamTellsIt(@TempDir Path directory) throws Exception {
        Path marker = directory.resolve("marker");
        CountDownLatch read = new CountDownLatch(1);
        InputStream stream = new InputStream() {
            private final InputStream in = streamOf(random(10));

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = in.read(target, offset, length);
                if (count < 0) {
                    read.countDown();
                    awaitEndOfChildren();
                }
                return count;
            }
        };
        feed("head -c 10 >" + marker, stream, REST);
        assertThat(read.getCount()).isZero();
        assertThat(Files.readAllBytes(marker)).isEqualTo(random(10));
    }

    private static void awaitEndOfChildren() {
        ProcessHandle.current().children().forEach(child -> child.onExit().join());
    }

    @Test
    void anInterruptEndsTheCommand() throws Exception {
        Idle stream = new Idle(random(10), Idle.OnClose.FAILS);
        CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
        Thread feeding = new Thread(() -> end.complete(catchThrowable(() -> feed("cat >/dev/null", stream, REST))));
        feeding.start();
        assertThat(stream.isIdleSoon()).isTrue();
        feeding.interrupt();
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        assertThat(stream.isClosedSoon()).isTrue();
    }
}
