package org.zfsbackup.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.cut;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.flipped;
import static org.zfsbackup.fixture.TestStreams.joined;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.TestStreams.Tracked;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.Streams;

class ChunkReaderTest {
    private static final byte[] BYTES = random(300);

    private static Digest digest(byte[] bytes) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Digest(bytes.length, HexFormat.of().formatHex(sha256));
    }

    private static Chunk chunk(byte[] bytes) throws Exception {
        return new Chunk("chunks/one", Optional.of(digest(bytes)), Optional.empty());
    }

    private static ChunkReader giving(byte[]... oneAfterTheOther) {
        Iterator<byte[]> next = List.of(oneAfterTheOther).iterator();
        return new ChunkReader(chunk -> streamOf(next.next()));
    }

    @Test
    void anUnchangedChunkIsGiven() throws Exception {
        for (int size : sizesAround(128 * 1024)) {
            byte[] bytes = random(size);
            try (InputStream in = giving(bytes, bytes).open(chunk(bytes))) {
                assertThat(readAll(in)).isEqualTo(bytes);
                assertThat(in.read()).isEqualTo(-1);
            }
            giving(bytes).check(chunk(bytes));
        }
    }

    @Test
    void anUnchangedChunkIsGivenByteByByte() throws Exception {
        try (InputStream in = new ChunkReader(any -> oneByOne(BYTES)).open(chunk(BYTES))) {
            assertThat(readOneByOne(in)).isEqualTo(BYTES);
        }
    }

    @Test
    void aMissingChunkIsNotOpened() throws Exception {
        Chunk chunk = chunk(BYTES);
        ChunkReader reader = new ChunkReader(missing -> {
            throw new FileNotFoundException(missing.path());
        });
        assertThatThrownBy(() -> reader.open(chunk))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("chunks/one");
        assertThatThrownBy(() -> reader.check(chunk)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void aChunkThatIsCutOffIsNotOpened() throws Exception {
        Chunk chunk = chunk(BYTES);
        for (int length = 0; length < BYTES.length; length++) {
            byte[] cut = cut(BYTES, length);
            assertThatThrownBy(() -> giving(cut, BYTES).open(chunk))
                    .isInstanceOf(DamagedChunkException.class)
                    .hasMessageContaining("chunks/one")
                    .hasMessageContaining("has " + length + " bytes")
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void aChunkThatIsTooLongIsNotOpened() throws Exception {
        Chunk chunk = chunk(BYTES);
        byte[] longer = joined(BYTES, new byte[1]);
        assertThatThrownBy(() -> giving(longer, BYTES).open(chunk))
                .isInstanceOf(DamagedChunkException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void endlessStream_failsAtItsFirstByteTooMany() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }
        };
        byte[] expected = random(1000);
        try (InputStream in = ChunkReader.comparing(endless, "the stream", digest(expected))) {
            assertThat(in.readNBytes(expected.length)).hasSize(expected.length);
            assertThatThrownBy(in::read)
                    .isInstanceOf(DamagedChunkException.class)
                    .hasMessageContaining("has at least 1001 bytes, and 1000 were stored: it is too long");
        }
    }

    @Test
    void aChunkWithOneFlippedBitIsNotOpened() throws Exception {
        byte[] bytes = random(20);
        Chunk chunk = chunk(bytes);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = flipped(bytes, bit);
            assertThatThrownBy(() -> giving(flipped, bytes).open(chunk))
                    .isInstanceOf(DamagedChunkException.class)
                    .hasMessageContaining("SHA-256");
        }
    }

    @Test
    void aChunkThatChangesAfterItsCheckFailsAtItsEnd() throws Exception {
        Chunk chunk = chunk(BYTES);
        for (byte[] changed : List.of(
                new byte[0],
                cut(BYTES, BYTES.length - 1),
                joined(BYTES, new byte[1]),
                flipped(BYTES, 0),
                random(299))) {
            for (boolean byteByByte : new boolean[] {true, false}) {
                try (InputStream in = giving(BYTES, changed).open(chunk)) {
                    assertThatThrownBy(() -> {
                                if (byteByByte) {
                                    readOneByOne(in);
                                } else {
                                    readAll(in);
                                }
                            })
                            .isInstanceOf(DamagedChunkException.class);
                    assertThatThrownBy(in::read).isInstanceOf(DamagedChunkException.class);
                }
            }
        }
    }

    @Test
    void aChunkThatChangesAfterItsCheckFailsAlsoWhereItIsSkipped() throws Exception {
        try (InputStream in = giving(BYTES, flipped(BYTES, 7)).open(chunk(BYTES))) {
            in.skipNBytes(BYTES.length);
            assertThatThrownBy(in::read).isInstanceOf(DamagedChunkException.class);
        }
    }

    @Test
    void aFailureWhileItIsReadIsThrown() throws Exception {
        IOException failure = new IOException("connection reset");
        Chunk chunk = chunk(BYTES);
        assertThatThrownBy(() -> new ChunkReader(any -> failing(BYTES, failure)).open(chunk))
                .isSameAs(failure);
    }

    @Test
    void everyStreamThatIsOpenedIsClosed() throws Exception {
        for (byte[] found : List.of(BYTES, cut(BYTES, 5), flipped(BYTES, 3))) {
            List<Tracked> opened = new ArrayList<>();
            ChunkReader reader = new ChunkReader(any -> {
                Tracked stream = new Tracked(streamOf(found));
                opened.add(stream);
                return stream;
            });
            try (InputStream in = reader.open(chunk(BYTES))) {
                assertThat(in.read()).isNotNegative();
                assertThat(opened).hasSize(2);
            } catch (DamagedChunkException e) {
                assertThat(opened).hasSize(1);
            }
            assertThat(opened).allSatisfy(stream -> assertThat(stream.closes()).isPositive());
        }
    }

    @Test
    void aChunkOfWhichNothingIsKnownIsGivenAsItIsAndOpenedOnce() throws Exception {
        Chunk unknown = new Chunk("chunks/one", Optional.empty(), Optional.empty());
        try (InputStream in = giving(BYTES).open(unknown)) {
            assertThat(readAll(in)).isEqualTo(BYTES);
        }
        giving().check(unknown);
    }

    @Test
    void drainReadsToTheEndAndThrowsWhatIsOnTheWay() throws IOException {
        Tracked stream = new Tracked(oneByOne(random(1000)));
        Streams.drain(stream);
        assertThat(stream.read()).isEqualTo(-1);
        IOException failure = new IOException("broken");
        assertThatThrownBy(() -> Streams.drain(failing(BYTES, failure))).isSameAs(failure);
    }
}
