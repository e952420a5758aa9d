package org.zfsbackup.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.joined;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.TestStreams.Tracked;

class ChunkCutterTest {
    private static final int SIZE = 100;

    private static InputStream next(ChunkCutter cutter) throws IOException {
        return cutter.next(SIZE).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 10_000, 70_000})
    void allPartsButTheLastAreFullAndNoneIsEmpty(int size) throws IOException {
        for (int total : sizesAround(size)) {
            ChunkCutter cutter = new ChunkCutter(streamOf(random(total)));
            List<byte[]> parts = new ArrayList<>();
            for (Optional<InputStream> part = cutter.next(size); part.isPresent(); part = cutter.next(size)) {
                parts.add(readAll(part.get()));
            }
            assertThat(joined(parts.toArray(byte[][]::new))).isEqualTo(random(total));
            assertThat(parts).hasSize((total + size - 1) / size);
            for (int i = 0; i < parts.size(); i++) {
                assertThat(parts.get(i)).hasSize(i < parts.size() - 1 ? size : total - i * size);
            }
            assertThat(cutter.next(size)).isEmpty();
        }
    }

    @Test
    void partsOfGivenSizes_areFollowedByTheRest() throws IOException {
        byte[] all = random(330);
        ChunkCutter cutter = new ChunkCutter(streamOf(all));
        List<byte[]> parts = new ArrayList<>();
        for (long size : new long[] {1, 150}) {
            parts.add(readAll(cutter.next(size).orElseThrow()));
        }
        parts.add(readAll(next(cutter)));
        parts.add(readAll(next(cutter)));

        assertThat(parts).extracting(part -> part.length).containsExactly(1, 150, 100, 79);
        assertThat(joined(parts.toArray(byte[][]::new))).isEqualTo(all);
        assertThat(cutter.next(10)).isEmpty();
    }

    @Test
    void aSourceThatGivesOneByteAtATimeIsCutTheSame() throws IOException {
        for (int total : sizesAround(SIZE)) {
            ChunkCutter cutter = new ChunkCutter(oneByOne(random(total)));
            List<byte[]> parts = new ArrayList<>();
            for (Optional<InputStream> part = cutter.next(SIZE); part.isPresent(); part = cutter.next(SIZE)) {
                parts.add(readOneByOne(part.get()));
            }
            assertThat(joined(parts.toArray(byte[][]::new))).isEqualTo(random(total));
            assertThat(parts).hasSize((total + SIZE - 1) / SIZE);
        }
    }

    @Test
    void aPartLongerThanAnIntIsNotCutShort() throws IOException {
        ChunkCutter cutter = new ChunkCutter(streamOf(random(1000)));
        assertThat(readAll(cutter.next(1L << 32).orElseThrow())).isEqualTo(random(1000));
        assertThat(cutter.next(SIZE)).isEmpty();
    }

    @Test
    void nothingBehindAPartIsReadBeforeTheNextIsAskedFor() throws IOException {
        Tracked rest = new Tracked(streamOf(random(10)));
        ChunkCutter cutter = new ChunkCutter(new java.io.SequenceInputStream(streamOf(random(SIZE)), rest));
        readAll(next(cutter));
        assertThat(rest.closes()).isZero();
        assertThat(isRead(rest)).isFalse();
        next(cutter);
        assertThat(isRead(rest)).isTrue();
    }

    private static boolean isRead(Tracked stream) {
        try {
            return stream.isReadWithin(0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theNextPartWaitsForTheEndOfTheOneBefore() throws IOException {
        ChunkCutter cutter = new ChunkCutter(streamOf(random(2 * SIZE)));
        InputStream first = next(cutter);
        assertThatThrownBy(() -> cutter.next(SIZE)).isInstanceOf(IllegalStateException.class);
        assertThat(first.readNBytes(SIZE - 1)).hasSize(SIZE - 1);
        assertThatThrownBy(() -> cutter.next(SIZE)).isInstanceOf(IllegalStateException.class);
        assertThat(readAll(first)).hasSize(1);
        assertThat(readAll(next(cutter))).hasSize(SIZE);
    }

    @Test
    void readingAnEndedPartAgainDoesNotLetTheNextOneGo() throws IOException {
        ChunkCutter cutter = new ChunkCutter(streamOf(random(3 * SIZE)));
        InputStream first = next(cutter);
        readAll(first);
        InputStream second = next(cutter);
        assertThat(second.read()).isNotNegative();
        assertThat(first.read()).isEqualTo(-1);
        assertThatThrownBy(() -> cutter.next(SIZE)).isInstanceOf(IllegalStateException.class);
        assertThat(readAll(second)).hasSize(SIZE - 1);
    }

    @Test
    void anEndedPartStaysEnded() throws IOException {
        ChunkCutter cutter = new ChunkCutter(streamOf(random(SIZE + 1)));
        InputStream first = next(cutter);
        readAll(first);
        assertThat(first.read()).isEqualTo(-1);
        InputStream last = next(cutter);
        readAll(last);
        assertThat(last.read()).isEqualTo(-1);
        assertThat(first.read()).isEqualTo(-1);
        assertThat(cutter.next(SIZE)).isEmpty();
    }

    @Test
    void closingAPartLeavesTheSourceOpen() throws IOException {
        Tracked source = new Tracked(streamOf(random(2 * SIZE)));
        ChunkCutter cutter = new ChunkCutter(source);
        InputStream first = next(cutter);
        readAll(first);
        first.close();
        assertThat(source.closes()).isZero();
        assertThat(readAll(next(cutter))).hasSize(SIZE);
    }

    @Test
    void aFailingSourceIsNeverTheEndOfAPart() throws IOException {
        for (int total : new int[] {0, 1, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE}) {
            IOException failure = new IOException("broken");
            ChunkCutter cutter = new ChunkCutter(failing(random(total), failure));
            assertThatThrownBy(() -> {
                        while (true) {
                            readAll(next(cutter));
                        }
                    })
                    .isSameAs(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aChunkHasAtLeastOneByte(long size) {
        assertThatThrownBy(() -> new ChunkCutter(streamOf(random(1))).next(size))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noBytesAreWantedAndNoneAreGiven() throws IOException {
        InputStream part = next(new ChunkCutter(streamOf(random(2))));
        assertThat(part.read(new byte[0], 0, 0)).isZero();
        assertThatThrownBy(() -> part.read(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(readAll(part)).isEqualTo(random(2));
    }
}
