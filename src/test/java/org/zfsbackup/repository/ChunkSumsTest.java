package org.zfsbackup.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.operation.DeleteBackups;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.zfs.Source;

/** What sha256sum itself says about the file. */
class ChunkSumsTest {
    @TempDir
    Path directory;

    private Shelf shelf;

    @BeforeEach
    void makeBackups() throws IOException {
        shelf = new Shelf(directory);
        shelf.backup(1, 0);
        shelf.backup(2, 1);
    }

    private CommandOutput checked() throws IOException {
        Command check =
                Command.of("sh", "-c", "cd " + directory + "/host1 && LC_ALL=C sha256sum --strict -c SHA256SUMS 2>&1");
        return CommandOutput.of(check, Duration.ofMinutes(1));
    }

    @Test
    void everyChunk_isChecked() throws IOException {
        CommandOutput result = checked();

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output().lines()).hasSize(6).contains("chunks/id1.000001: OK", "chunks/id2.000003: OK");
    }

    @Test
    void changedChunk_isFound() throws IOException {
        String chunk = shelf.target.chunk("id2", 2);
        shelf.put(chunk, TestStreams.flipped(shelf.get(chunk), 100));

        CommandOutput result = checked();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).contains("chunks/id2.000002: FAILED");
    }

    @Test
    void deletedBackup_isNotMissed() throws IOException {
        new DeleteBackups(shelf.target).delete(DeleteChoice.of(Source.parse("tank/home@s2"), false));

        assertThat(checked().status()).isZero();
        assertThat(checked().output().lines()).hasSize(3).noneMatch(line -> line.contains("id2"));
    }

    @Test
    void anyOtherText_isDamaged() throws IOException {
        byte[] right = shelf.get(shelf.target.sums());

        assertThat(ChunkSums.state(right, shelf.map(), shelf.target)).isEqualTo(Recipe.State.RIGHT);
        assertThat(ChunkSums.state("x\n".getBytes(UTF_8), shelf.map(), shelf.target))
                .isEqualTo(Recipe.State.DAMAGED);
        assertThat(new String(shelf.get(shelf.target.recipe()), UTF_8))
                .contains("(cd 'host1' && sha256sum -c SHA256SUMS)");
    }
}
