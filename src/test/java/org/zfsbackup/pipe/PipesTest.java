package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams.Tracked;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.pipe.secret.SecretFile;
import org.zfsbackup.process.Command;
import org.zfsbackup.stream.CountingStream;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class PipesTest {
    private static final PipeSpec GZIP = PipeSpec.of("gzip");
    private static final PipeSpec OPENSSL = new PipeSpec("openssl", Map.of("iterations", "1000"));
    private static final PipeSpec CAT = new PipeSpec("exec", Map.of("command", "cat", "undo", "cat"));
    private static final PipeSpec RECORDED_CAT = new PipeSpec("exec", Map.of("label", "cat", "undo", "cat"));

    @Test
    void severalPipesAreUndoneInReverse(@TempDir Path directory) throws IOException {
        SecretFile password = SecretFile.of(Trees.secret(directory.resolve("password"), "secret"));
        PipeContext context =
                PipeContext.plain().withPassword(password).withUndoCommands(Map.of("cat", Command.of("cat")));
        InputStream stream = streamOf(random(300_000));
        List<PipeSpec> applied = new ArrayList<>();
        for (PipeSpec wanted : List.of(GZIP, OPENSSL, CAT, GZIP)) {
            stream = Pipes.kind(wanted.name()).apply(wanted, stream, context);
            applied.add(Pipes.kind(wanted.name()).recorded(wanted));
        }
        try (InputStream in = Pipes.undo(applied, stream, context)) {
            assertThat(readAll(in)).isEqualTo(random(300_000));
        }
    }

    @Test
    void noPipesLeaveTheStreamAsItIs() throws IOException {
        InputStream stored = streamOf(random(10));
        assertThat(Pipes.undo(List.of(), stored, PipeContext.plain())).isSameAs(stored);
    }

    @Test
    void whatCannotBeUndoneClosesTheStreamAndLeavesNothingRunning() throws Exception {
        PipeContext context = PipeContext.plain().withUndoCommands(Map.of("cat", Command.of("cat")));
        for (PipeSpec impossible : List.of(
                OPENSSL, PipeSpec.of("unknown"), new PipeSpec("exec", Map.of("label", "unnamed", "undo", "x")))) {
            Tracked stored = new Tracked(streamOf(random(3_000_000)));
            assertThatThrownBy(() -> Pipes.undo(List.of(impossible, GZIP, RECORDED_CAT), stored, context))
                    .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
            assertThat(stored.isClosedSoon()).isTrue();
            NothingLeft.assertNothingIsLeft();
        }
    }

    @Test
    void whatIsLackingIsToldForTheFirstPipeThatLacksIt() {
        PipeContext context = PipeContext.plain();
        assertThat(Pipes.lacking(List.of(GZIP), context)).isEmpty();
        assertThat(Pipes.lacking(List.of(GZIP, OPENSSL, RECORDED_CAT), context))
                .hasValueSatisfying(lacking -> assertThat(lacking).contains("--password-file"));
        assertThat(Pipes.lacking(List.of(GZIP, RECORDED_CAT), context))
                .hasValueSatisfying(lacking -> assertThat(lacking).contains("--undo-command"));
    }

    @Test
    void anUnknownPipeIsNamedTogetherWithTheKnownOnes() {
        assertThat(Pipes.isKnown("gzip")).isTrue();
        assertThat(Pipes.isKnown("rot13")).isFalse();
        assertThatThrownBy(() -> Pipes.kind("rot13"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rot13")
                .hasMessageContaining("openssl");
    }

    @Test
    void everythingThatPassesIsCounted() throws IOException {
        for (int size : org.zfsbackup.fixture.TestStreams.sizesAround(8192)) {
            long[] counted = new long[1];
            assertThat(readAll(new CountingStream(streamOf(random(size)), n -> counted[0] += n)))
                    .isEqualTo(random(size));
            assertThat(counted[0]).isEqualTo(size);
            assertThat(readOneByOne(new CountingStream(oneByOne(random(size)), n -> counted[0] += n)))
                    .isEqualTo(random(size));
            assertThat(counted[0]).isEqualTo(2L * size);
        }
    }

    @Test
    void whatIsSkippedIsCountedToo() throws IOException {
        long[] counted = new long[1];
        try (InputStream in = new CountingStream(streamOf(random(20_000)), n -> counted[0] += n)) {
            in.skipNBytes(15_000);
            assertThat(in.read()).isEqualTo(random(20_000)[15_000] & 0xff);
            assertThat(counted[0]).isEqualTo(15_001);
            assertThat(in.skip(-5)).isZero();
            assertThat(in.markSupported()).isFalse();
        }
    }
}
