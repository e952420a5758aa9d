package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.stream.Digest;

class PendingChunksTest {
    private static Chunk chunk(int number) {
        Optional<Digest> digest = Optional.of(BackupEntries.digest(new byte[number]));
        return new Chunk("h/chunks/id." + number, digest, digest);
    }

    private final PendingChunks chunks = new PendingChunks(List.of(chunk(1), chunk(2), chunk(3)));

    @Test
    void earlierChunks_belongToTheBackupAfterTheyAreConfirmed() {
        assertThat(chunks.complete()).isEmpty();
        assertThat(chunks.unconfirmed(1)).isEqualTo(chunk(1).plain());

        chunks.confirm(1);
        chunks.confirm(2);
        assertThat(chunks.complete()).isEmpty();
        assertThat(chunks.lastConfirmed()).contains(chunk(2));
        chunks.confirm(3);

        assertThat(chunks.unconfirmed(3)).isEmpty();
        assertThat(chunks.complete()).containsExactly(chunk(1), chunk(2), chunk(3));
    }

    @Test
    void gap_endsTheBeginning() {
        chunks.add(5, chunk(5));

        assertThat(chunks.beginning()).containsExactly(chunk(1), chunk(2), chunk(3));
        assertThat(chunks.complete()).isEmpty();
        chunks.add(4, chunk(4));
        assertThat(chunks.beginning()).hasSize(5);
    }

    @Test
    void drop_offersTheRestAgain() {
        chunks.confirm(1);
        chunks.confirm(2);

        assertThat(chunks.dropFrom(2)).containsExactly(chunk(2), chunk(3));

        assertThat(chunks.unconfirmed(1)).isEqualTo(chunk(1).plain());
        assertThat(chunks.unconfirmed(2)).isEmpty();
        assertThat(chunks.lastConfirmed()).isEmpty();
        assertThat(chunks.beginning()).containsExactly(chunk(1));
        assertThat(chunks.dropFrom(1)).containsExactly(chunk(1));
        assertThat(chunks.beginning()).isEmpty();
    }

    @Test
    void withoutEarlierChunks_thoseOfTheRunCount() {
        PendingChunks own = new PendingChunks(List.of());
        own.add(2, chunk(2));
        assertThat(own.complete()).isEmpty();
        own.add(1, chunk(1));
        assertThat(own.complete()).containsExactly(chunk(1), chunk(2));
        assertThat(own.lastConfirmed()).isEmpty();
    }
}
