package org.zfsbackup.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.process.Child;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.CommandSink;
import org.zfsbackup.process.CommandSource;
import org.zfsbackup.process.Host;
import org.zfsbackup.process.UnfinishedException;
import org.zfsbackup.stream.StalledException;

/** What holds for commands on every host. */
@Timeout(600)
@ExtendWith(NothingLeft.class)
abstract class HostContract {
    static final Duration REST = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(1500);
    private static final int LONG = 64 * 1024 * 1024;

    @TempDir
    Path directory;

    /** The host under test; closed by whoever made it. */
    abstract Host host() throws IOException;

    static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }

    @Test
    void wordsReachTheCommandAsTheyAre() throws IOException {
        String[] words = {
            "two words",
            "it's",
            "say \"x\"",
            "$HOME",
            "a;b",
            "*",
            "ä€😀",
            "",
            "new\nline",
            "back\\slash",
            "`id`",
            "-n",
            "~",
            "!!"
        };
        Command command = Command.of("printf", "[%s]\\n").with(words);

        assertThat(CommandOutput.ofSuccess(host(), command, REST)).isEqualTo("[" + String.join("]\n[", words) + "]\n");
    }

    @Test
    void statusOutputAndErrorsAreGiven() throws IOException {
        assertThat(CommandOutput.of(host(), shell("echo out; echo ärror >&2; exit 7"), REST))
                .isEqualTo(new CommandOutput(7, "out\n", "ärror\n"));
    }

    @Test
    void aFailureIsNamedWithItsErrors() {
        assertThatThrownBy(() -> CommandOutput.ofSuccess(host(), shell("echo no such pool >&2; exit 3"), REST))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("no such pool")
                .hasMessageContaining("status 3");
    }

    @Test
    void aCommandThatIsNotThereIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> CommandOutput.ofSuccess(host(), Command.of("no-such-command"), REST))
                .withMessageContaining("no-such-command");
    }

    @Test
    void aCommandWithoutOutputEnds() throws IOException {
        assertThat(CommandOutput.of(host(), Command.of("true"), REST)).isEqualTo(new CommandOutput(0, "", ""));
    }

    @Test
    void aCommandThatIsNotFedFindsItsInputEmpty() throws IOException {
        assertThat(CommandOutput.ofSuccess(host(), Command.of("wc", "-c"), REST).strip())
                .isEqualTo("0");
    }

    @Test
    void muchOnStandardErrorBlocksNothing() throws IOException {
        CommandOutput output = CommandOutput.of(
                host(), shell("head -c 5000000 /dev/zero | tr '\\0' x >&2; echo end >&2; echo done"), REST);

        assertThat(output.output()).isEqualTo("done\n");
        assertThat(output.errors()).hasSizeBetween(1000, 17_000).endsWith("xend\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 2_097_151, 2_097_152, 2_097_153, LONG})
    void everyByteArrivesBothWays(int size) throws IOException {
        Path file = directory.resolve("from");
        Trees.random(file, size, size);
        Path copy = directory.resolve("to");
        Host host = host();

        try (InputStream in = CommandSource.start(host, Command.of("cat", file.toString()), REST)) {
            CommandSink.feed(host, List.of(Command.of("dd", "bs=64k", "status=none", "of=" + copy)), in, REST, REST);
        }

        assertThat(Trees.sha256(copy)).isEqualTo(Trees.sha256(file));
    }

    @Test
    void aPipelineReadsAndWrites() throws IOException {
        Path file = directory.resolve("out");

        CommandSink.feed(
                host(),
                List.of(Command.of("tr", "a-z", "A-Z"), shell("cat > '" + file + "'")),
                TestStreams.streamOf("it's all\n".getBytes(StandardCharsets.UTF_8)),
                REST,
                REST);

        assertThat(file).hasContent("IT'S ALL");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCommandThatStopsReadingIsAnError(int status) {
        assertThatThrownBy(() -> CommandSink.feed(
                        host(),
                        List.of(shell("head -c 10 >/dev/null; echo had enough >&2; exit " + status)),
                        TestStreams.streamOf(new byte[8_000_000]),
                        REST,
                        REST))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("stopped reading")
                .hasMessageContaining("had enough")
                .hasMessageContaining("status " + status);
    }

    @Test
    void aCommandThatASignalEndedIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> CommandOutput.ofSuccess(host(), shell("kill -KILL $$"), REST))
                .withMessageContaining("kill -KILL");
    }

    @Test
    void aKilledCommandAndItsReaderEndAtOnce() throws Exception {
        Child child = host().start(shell("echo $$; exec sleep 1000"), false);
        long pid = pid(child.output());
        try {
            CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
                try {
                    return child.output().read();
                } catch (IOException e) {
                    return -1;
                }
            });
            CompletableFuture<Void> ended = new CompletableFuture<>();
            child.onEnd(() -> ended.complete(null));

            child.kill();

            assertThat(read.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
            ended.get(5, TimeUnit.SECONDS);
            assertThat(child.endedWell()).isFalse();
            assertThatIOException().isThrownBy(() -> child.awaitSuccess(REST));
        } finally {
            child.kill();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    static long pid(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            assertThat(c).as("a pid after " + line).isGreaterThan(0);
            line.append((char) c);
        }
        return Long.parseLong(line.toString());
    }

    @Test
    void aWriterWhoseCommandIsKilledGoesOn() throws Exception {
        Child child = host().start(shell("sleep 20 <&0; cat >/dev/null"), true);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    child.input().write(new byte[100_000]);
                }
            } catch (IOException e) {
                // as it should
            }
        });
        assertThatThrownBy(() -> written.get(300, TimeUnit.MILLISECONDS)).isNotInstanceOf(ExecutionException.class);

        child.kill();

        written.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aStallOfTheOutputIsNamed() {
        assertThatThrownBy(() -> CommandOutput.of(host(), Command.of("sleep", "5"), SHORT))
                .isInstanceOf(StalledException.class)
                .hasMessageContaining("sleep 5")
                .hasMessageContaining("it has stalled");
    }

    @Test
    void aStallOfTheInputIsNamedAndTakesABoundedNumberOfBytes() {
        AtomicLong taken = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                taken.addAndGet(length);
                return length;
            }
        };

        assertThatThrownBy(() -> CommandSink.feed(host(), List.of(Command.of("sleep", "5")), endless, SHORT, REST))
                .isInstanceOf(StalledException.class)
                .hasMessageContaining("read nothing");
        assertThat(taken.get()).isLessThan(16_000_000);
    }

    @Test
    void workAfterTheLastByte_isNoStall() throws IOException {
        Path done = directory.resolve("done");

        CommandSink.feed(
                host(),
                List.of(shell("cat >/dev/null; sleep 4; touch '" + done + "'")),
                TestStreams.streamOf(new byte[1000]),
                SHORT,
                REST);

        assertThat(done).exists();
    }

    @Test
    void workBeyondTheFinishTimeout_isNamed() {
        assertThatThrownBy(() -> CommandSink.feed(
                        host(),
                        List.of(shell("cat >/dev/null; exec sleep 60")),
                        TestStreams.streamOf(new byte[1000]),
                        REST,
                        SHORT))
                .isInstanceOf(UnfinishedException.class)
                .hasMessageContaining("sleep 60")
                .hasMessageContaining("did not end within 1.5 seconds after its last byte");
    }

    @Test
    void aFeedThatFailsEndsTheCommandAndIsThrown() throws Exception {
        IOException failure = new IOException("the pool is gone");
        Path file = directory.resolve("pid");

        assertThatThrownBy(() -> CommandSink.feed(
                        host(),
                        List.of(shell("echo $$ > '" + file + "'; exec cat >/dev/null")),
                        TestStreams.failing(new byte[1_000_000], failure),
                        REST,
                        REST))
                .isSameAs(failure);

        if (Files.exists(file) && Files.size(file) > 0) {
            NothingLeft.assertEnds(Long.parseLong(Files.readString(file).strip()));
        }
    }

    @Test
    void severalCommandsRunAtOnce() throws Exception {
        Host host = host();
        List<CompletableFuture<String>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return CommandOutput.ofSuccess(host, shell("sleep 0.3; echo " + i), REST);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .toList();

        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i + "\n");
        }
    }
}
