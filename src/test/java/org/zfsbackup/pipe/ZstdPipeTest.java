package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.compressible;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;

/** The zstd pipe against the program zstd, and against damage. */
@ExtendWith(NothingLeft.class)
@Timeout(300)
class ZstdPipeTest {
    private static final PipeContext CONTEXT = PipeContext.plain().withStallTimeout(Duration.ofSeconds(20));
    private static final PipeSpec ZSTD = PipeSpec.of("zstd");

    @TempDir
    Path directory;

    private static byte[] compressed(byte[] plain) throws IOException {
        try (InputStream in = Pipes.kind("zstd").apply(ZSTD, streamOf(plain), CONTEXT)) {
            return readAll(in);
        }
    }

    private static byte[] decompressed(byte[] stored) throws IOException {
        try (InputStream in = Pipes.kind("zstd").undo(ZSTD, streamOf(stored), CONTEXT)) {
            return readAll(in);
        }
    }

    private void run(String... words) throws IOException {
        CommandOutput.ofSuccess(Command.of(words), Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 3_000_000})
    void theProgramReadsWhatWeWrite(int size) throws IOException {
        byte[] plain = compressible(size);
        Path ours = Files.write(directory.resolve("ours.zst"), compressed(plain));
        run("zstd", "-q", "-d", ours.toString());
        assertThat(directory.resolve("ours")).hasBinaryContent(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-3", "-19", "--long=27", "--no-check"})
    void weReadWhatTheProgramWrites(String option) throws IOException {
        byte[] plain = compressible(2_000_000);
        Path file = Files.write(directory.resolve("theirs"), plain);
        run("zstd", "-q", option, file.toString());
        assertThat(decompressed(Files.readAllBytes(directory.resolve("theirs.zst"))))
                .isEqualTo(plain);
    }

    @Test
    void framesOneAfterTheOtherAreOneStream() throws IOException {
        byte[] first = compressed(random(1000));
        byte[] second = compressed(compressible(1000));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        byte[] plain = Arrays.copyOf(random(1000), 2000);
        System.arraycopy(compressible(1000), 0, plain, 1000, 1000);
        assertThat(decompressed(both)).isEqualTo(plain);
    }

    @Test
    void aFrameThatIsCutOffAtAnyByteIsAnError() throws IOException {
        byte[] whole = compressed(random(300));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decompressed(cut)).as("cut at " + length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFlippedBitIsAnErrorOrChangesNothing() throws IOException {
        byte[] plain = compressible(3000);
        byte[] whole = compressed(plain);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(decompressed(damaged)).as("bit " + bit).isEqualTo(plain);
            } catch (IOException e) {
                assertThat(e).as("bit " + bit).isNotNull();
            }
        }
    }

    @Test
    void whatFollowsAFrameAndIsNoneIsAnError() throws IOException {
        byte[] whole = compressed(random(300));
        byte[] more = Arrays.copyOf(whole, whole.length + 5);
        assertThatThrownBy(() -> decompressed(more)).isInstanceOf(IOException.class);
    }

    @Test
    void levelsAndWorkersThatDoNotExistAreRefused() {
        for (Map<String, String> options :
                List.of(Map.of("level", "0"), Map.of("level", "20"), Map.of("level", "x"), Map.of("workers", "0"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pipes.kind("zstd").recorded(new PipeSpec("zstd", options)));
        }
    }
}
