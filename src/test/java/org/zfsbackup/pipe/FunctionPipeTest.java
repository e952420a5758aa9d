package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.NothingLeft;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class FunctionPipeTest {
    private static final PipeKind PIPE = Pipes.kind("bean");
    private static final PipeSpec WANTED = new PipeSpec("bean", Map.of("name", "mine", "label", "mine"));
    private static final PipeSpec LIMITED = new PipeSpec("bean", Map.of("name", "mine", "limit", "1000"));

    /** One direction of a function that does the same in both. */
    private interface Direction extends StreamFunction {
        @Override
        default void undo(InputStream in, OutputStream out) throws IOException {
            apply(in, out);
        }
    }

    private static PipeContext binding(StreamFunction function) {
        return PipeContext.plain().withFunctions((kind, name) -> Optional.of(function));
    }

    private static final class Collecting implements Direction {
        @Override
        public void apply(InputStream in, OutputStream out) throws IOException {
            out.write(in.readAllBytes());
        }

        @Override
        public boolean collects() {
            return true;
        }
    }

    @Test
    void theMapRemembersTheNameAndWhatPeopleMayRun() {
        assertThat(PIPE.recorded(WANTED, binding((Direction) InputStream::transferTo)))
                .isEqualTo(new PipeSpec("bean", Map.of("name", "mine")));
        assertThat(PIPE.recorded(WANTED, binding(new Rot13())).option("undo"))
                .contains("LC_ALL=C tr A-Za-z N-ZA-Mn-za-m");
        assertThat(PIPE.recipe(new PipeSpec("bean", Map.of("name", "it's"))))
                .isEqualTo("COMMAND-THAT-UNDOES 'bean it'\\''s'");
    }

    @Test
    void whatIsNotBoundIsRefusedWithWhatToBind() {
        PipeContext nothing = PipeContext.plain();
        assertThatThrownBy(() -> PIPE.recorded(WANTED, nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bean 'mine'")
                .hasMessageContaining("bind an org.zfsbackup.pipe.StreamFunction");
        assertThat(PIPE.lacking(WANTED, nothing)).hasValueSatisfying(sentence -> assertThat(sentence)
                .contains("went through bean 'mine'")
                .contains("ZfsBackup.function(name, function)"));
        assertThatThrownBy(() -> PIPE.undo(WANTED, streamOf(random(1)), nothing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("went through bean 'mine'");
        assertThatThrownBy(() -> PIPE.recorded(PipeSpec.of("bean"), nothing)).hasMessageContaining("needs name=NAME");
    }

    @Test
    void aFunctionThatHidesTheFailureOfItsInputHidesNothing() throws IOException {
        IOException failure = new IOException("broken upstream");
        Direction hiding = (in, out) -> {
            try {
                in.transferTo(out);
            } catch (IOException e) {
                out.write(1);
            }
        };
        Direction wrapping = (in, out) -> {
            try {
                in.transferTo(out);
            } catch (IOException e) {
                throw new IllegalStateException("something went wrong", e);
            }
        };
        for (Direction function : new Direction[] {hiding, wrapping}) {
            try (InputStream in = PIPE.apply(WANTED, failing(random(1000), failure), binding(function))) {
                assertThatThrownBy(() -> readAll(in)).isSameAs(failure);
            }
            try (InputStream in = PIPE.undo(WANTED, failing(random(1000), failure), binding(function))) {
                assertThatThrownBy(() -> readAll(in)).isSameAs(failure);
            }
        }
    }

    @Test
    void aFunctionThatLeavesBytesUnreadIsAnError() throws IOException {
        Direction lazy = (in, out) -> out.write(in.readNBytes(999));
        try (InputStream in = PIPE.apply(WANTED, streamOf(random(1000)), binding(lazy))) {
            assertThatThrownBy(() -> readAll(in)).hasMessage("bean 'mine' returned before it had read its whole input");
        }
    }

    @Test
    void aFunctionThatThrowsIsAnErrorInItsName() throws IOException {
        Direction broken = (in, out) -> {
            throw new IllegalStateException("no licence");
        };
        try (InputStream in = PIPE.apply(WANTED, streamOf(random(1000)), binding(broken))) {
            assertThatThrownBy(() -> readAll(in))
                    .hasMessageContaining("bean 'mine' failed")
                    .hasMessageContaining("no licence");
        }
    }

    @Test
    void whatHoldsAStreamInMemoryGetsNoneAboveItsLimit() throws IOException {
        PipeContext context = binding(new Collecting());
        try (InputStream in = PIPE.apply(LIMITED, streamOf(random(1000)), context)) {
            assertThat(readAll(in)).isEqualTo(random(1000));
        }
        try (InputStream in = PIPE.apply(LIMITED, streamOf(random(1001)), context)) {
            assertThatThrownBy(in::read)
                    .hasMessageContaining("holds a whole stream in memory")
                    .hasMessageContaining("longer than 1000 bytes")
                    .hasMessageContaining("plainSize=")
                    .hasMessageContaining("limit=");
        }
        try (InputStream in = PIPE.undo(LIMITED, streamOf(random(200_000)), context)) {
            assertThatThrownBy(in::read).hasMessageContaining("holds a whole stream in memory");
        }
    }

    @Test
    void whatDoesNotHoldAStreamInMemoryHasNoLimit() throws IOException {
        for (int direction = 0; direction < 2; direction++) {
            try (InputStream in = direction == 0
                    ? PIPE.apply(LIMITED, streamOf(random(200_000)), binding(new Rot13()))
                    : PIPE.undo(LIMITED, streamOf(random(200_000)), binding(new Rot13()))) {
                assertThat(readAll(in)).hasSize(200_000);
            }
        }
    }

    @Test
    void aLimitThatIsGivenIsRememberedBecauseTheWayBackNeedsIt() {
        PipeContext context = binding(new Collecting());
        assertThat(PIPE.recorded(LIMITED, context).options()).isEqualTo(Map.of("name", "mine", "limit", "1000"));
        assertThatThrownBy(() -> PIPE.recorded(new PipeSpec("bean", Map.of("name", "a", "limit", "x")), context))
                .hasMessageContaining("a limit is a number of bytes, not 'x'");
    }
}
