package org.zfsbackup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.zfsbackup.fixture.NothingLeft.assertEnds;
import static org.zfsbackup.fixture.NothingLeft.assertNothingIsLeft;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.stream.Handover;
import org.zfsbackup.stream.StalledException;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class CommandSourceTest {
    private static final Duration REST = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static InputStream shell(String script, Duration stallTimeout) throws IOException {
        return CommandSource.start(Command.of("sh", "-c", script), stallTimeout);
    }

    @Test
    void theOutputIsGivenWhole(@TempDir Path directory) throws IOException {
        for (int size : sizesAround(Handover.BUFFER_SIZE)) {
            byte[] bytes = random(size);
            Path file = Files.write(directory.resolve("bytes"), bytes);
            try (InputStream in = CommandSource.start(Command.of("cat", file.toString()), REST)) {
                assertThat(readAll(in)).isEqualTo(bytes);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void theOutputIsGivenWholeByteByByte(@TempDir Path directory) throws IOException {
        byte[] bytes = random(Handover.BUFFER_SIZE + 1);
        Path file = Files.write(directory.resolve("bytes"), bytes);
        try (InputStream in = CommandSource.start(Command.of("cat", file.toString()), REST)) {
            assertThat(readOneByOne(in)).isEqualTo(bytes);
        }
    }

    @Test
    void theCommandReadsNothing() throws IOException {
        try (InputStream in = CommandSource.start(Command.of("cat"), REST)) {
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aFailingStatusIsAnErrorThatTellsWhy() throws IOException {
        try (InputStream in = shell("echo data; echo 'dataset is busy' >&2; exit 3", REST)) {
            CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> readAll(in));
            assertThat(failure).hasMessageContaining("status 3").hasMessageContaining("dataset is busy");
            assertThat(failure.status()).isEqualTo(3);
            assertThat(failure.errors()).isEqualTo("dataset is busy\n");
        }
    }

    @Test
    void anErrorIsAnErrorAgainAtTheNextRead() throws IOException {
        try (InputStream in = shell("exit 1", REST)) {
            assertThatThrownBy(in::read).isInstanceOf(CommandFailedException.class);
            assertThatThrownBy(in::read).isInstanceOf(CommandFailedException.class);
        }
    }

    @Test
    void theEndIsNotGivenBeforeTheStatusIsKnown() throws IOException {
        try (InputStream in = shell("exec >&-; head -c 20000000 /dev/zero | cksum >&2; exit 4", REST)) {
            assertThatThrownBy(in::read).hasMessageContaining("status 4");
        }
    }

    @Test
    void aKilledCommandIsAnError() throws IOException {
        try (InputStream in = shell("echo data; kill -KILL $$", REST)) {
            CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> readAll(in));
            assertThat(failure.status()).isEqualTo(128 + 9);
        }
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> CommandSource.start(Command.of("no-such-program", "x"), REST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-program")
                .hasMessageContaining("PATH");
    }

    @Test
    void manyErrorsDoNotBlockTheCommandAndTheirEndIsKept() throws IOException {
        String script = "i=0; while [ $i -lt 3000 ]; do echo \"error number $i, at some length, so that it fills up\"; "
                + "i=$((i+1)); done >&2; exit 1";
        try (InputStream in = shell(script, REST)) {
            CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> readAll(in));
            assertThat(failure.errors()).endsWith("error number 2999, at some length, so that it fills up\n");
            assertThat(failure.errors().length()).isLessThanOrEqualTo(16 * 1024);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStallIsAnErrorByNameAndEndsTheCommand(boolean byteByByte) throws IOException {
        try (InputStream in = shell("echo data; exec sleep 1000", SHORT)) {
            assertThatThrownBy(() -> {
                        if (byteByByte) {
                            readOneByOne(in);
                        } else {
                            readAll(in);
                        }
                    })
                    .isInstanceOf(StalledException.class)
                    .hasMessageContaining("sleep 1000")
                    .hasMessageContaining("0.3 seconds");
            assertNothingIsLeft();
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCommandThatClosesItsOutputButDoesNotEndIsAStall() throws IOException {
        try (InputStream in = shell("echo data; exec >&- 2>&-; exec sleep 1000", SHORT)) {
            assertThatThrownBy(() -> readAll(in)).isInstanceOf(StalledException.class);
        }
    }

    @Test
    void aSlowReaderIsNoStall() throws Exception {
        try (InputStream in = shell("head -c 5000000 /dev/zero", Duration.ofSeconds(1))) {
            assertThat(in.read()).isZero();
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 1500, TimeUnit.MILLISECONDS)
                    .get();
            assertThat(readAll(in)).hasSize(4_999_999);
        }
    }

    @Test
    void closeEndsTheCommandAndItsChildren() throws IOException {
        InputStream in = shell("sleep 1000 & echo $!; wait", REST);
        long pid = number(in);
        in.close();
        assertEnds(pid);
    }

    @Test
    void closeEndsAlsoWhatIgnoresItsSignal() throws IOException {
        InputStream in = shell("trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000", REST);
        long pid = number(in);
        in.close();
        assertEnds(pid);
        assertNothingIsLeft();
    }

    @Test
    void closeBeforeTheFirstReadEndsTheCommand() throws IOException {
        shell("yes", REST).close();
        assertNothingIsLeft();
    }

    @Test
    void closeEndsACommandThatIsAheadOfItsReader() throws IOException {
        InputStream in = shell("yes", REST);
        assertThat(in.read()).isEqualTo('y');
        in.close();
        assertNothingIsLeft();
        assertThatThrownBy(() -> readAll(in)).isInstanceOf(IOException.class);
    }

    @Test
    void closeFromAnotherThreadIsAnErrorToTheReaderAndNoEnd() throws Exception {
        InputStream in = shell("echo; exec sleep 1000", REST);
        assertThat(in.read()).isEqualTo('\n');
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return in.read();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        in.close();
        assertThatThrownBy(() -> reader.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void aGrandchildThatHoldsTheOutputOpenHoldsUpNobody() throws IOException {
        InputStream in = shell("sleep 1000 & echo $!", Duration.ofSeconds(2));
        long pid = number(in);
        try (in) {
            assertThat(in.read()).isEqualTo(-1);
        } catch (StalledException e) {
            assertThat(e).hasMessageContaining("sleep 1000");
        } finally {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aGrandchildThatHoldsTheErrorsOpenDoesNotDelayTheEnd() throws IOException {
        try (InputStream in = shell("sleep 1000 >/dev/null & echo $!", REST)) {
            long pid = number(in);
            try {
                assertThat(in.read()).isEqualTo(-1);
            } finally {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static long number(InputStream in) throws IOException {
        return Long.parseLong(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine());
    }
}
