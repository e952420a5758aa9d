package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandFailedException;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class ExecPipeTest {
    private static final ExecPipe PIPE = new ExecPipe();
    private static final PipeSpec GZIP = new PipeSpec("exec", Map.of("command", "gzip -c", "undo", "gunzip -c"));

    private static PipeContext naming(String label, String command) {
        return PipeContext.plain().withUndoCommands(Map.of(label, Command.parse(command)));
    }

    @Test
    void aPipeThatCannotBeUndoneIsRefused() {
        assertThatThrownBy(() -> PIPE.recorded(new PipeSpec("exec", Map.of("command", "gzip -c"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("undo");
    }

    @Test
    void aPipeWithoutACommandIsRefused() {
        PipeSpec spec = new PipeSpec("exec", Map.of("undo", "gunzip -c", "label", "x"));
        assertThatThrownBy(() -> PIPE.apply(spec, streamOf(random(1)), PipeContext.plain()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("command");
    }

    @Test
    void theMapRemembersTheLabelAndHowToUndoIt() {
        assertThat(PIPE.recorded(GZIP)).isEqualTo(new PipeSpec("exec", Map.of("label", "gzip", "undo", "gunzip -c")));
        assertThat(PIPE.recorded(new PipeSpec("exec", Map.of("command", "/usr/bin/zstd -3", "undo", "zstd -d")))
                        .option("label"))
                .contains("zstd");
        assertThat(PIPE.recorded(new PipeSpec("exec", Map.of("command", "x", "undo", "y", "label", "mine")))
                        .option("label"))
                .contains("mine");
    }

    @Test
    void aCommandThatOnlyTheMapNamesIsNeverRun(@TempDir Path directory) {
        Path marker = directory.resolve("marker");
        PipeSpec recorded = new PipeSpec("exec", Map.of("label", "gzip", "undo", "touch " + marker));
        for (PipeContext context : new PipeContext[] {PipeContext.plain(), naming("another", "cat")}) {
            assertThatThrownBy(() -> PIPE.undo(recorded, streamOf(random(10)), context))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'gzip'")
                    .hasMessageContaining("--undo-command")
                    .hasMessageContaining("touch");
            assertThat(PIPE.lacking(recorded, context)).isPresent();
        }
        assertThat(marker).doesNotExist();
    }

    @Test
    void theCommandThatTheUserNamesIsRunInPlaceOfTheMaps(@TempDir Path directory) throws IOException {
        Path marker = directory.resolve("marker");
        PipeSpec recorded = new PipeSpec("exec", Map.of("label", "gzip", "undo", "touch " + marker));
        byte[] stored;
        try (InputStream in = PIPE.apply(GZIP, streamOf(random(1000)), PipeContext.plain())) {
            stored = readAll(in);
        }
        try (InputStream in = PIPE.undo(recorded, streamOf(stored), naming("gzip", "gzip -d"))) {
            assertThat(readAll(in)).isEqualTo(random(1000));
        }
        assertThat(marker).doesNotExist();
    }

    @Test
    void aTruncatedStreamIsAnErrorWhereTheCommandSaysSo() throws IOException {
        byte[] stored;
        try (InputStream in = PIPE.apply(GZIP, streamOf(random(1000)), PipeContext.plain())) {
            stored = readAll(in);
        }
        byte[] cut = org.zfsbackup.fixture.TestStreams.cut(stored, stored.length - 1);
        try (InputStream in = PIPE.undo(PIPE.recorded(GZIP), streamOf(cut), naming("gzip", "gunzip -c"))) {
            assertThatThrownBy(() -> readAll(in))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("unexpected end of file");
        }
    }
}
