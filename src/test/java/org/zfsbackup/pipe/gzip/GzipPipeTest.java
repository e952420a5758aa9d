package org.zfsbackup.pipe.gzip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.compressible;
import static org.zfsbackup.fixture.TestStreams.cut;
import static org.zfsbackup.fixture.TestStreams.flipped;
import static org.zfsbackup.fixture.TestStreams.joined;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.pipe.Commands;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class GzipPipeTest {
    private static final int TRAILER = 8;
    private static final GzipPipe PIPE = new GzipPipe();

    private final Path directory;
    private final Commands commands;

    GzipPipeTest(@TempDir Path directory) {
        this.directory = directory;
        this.commands = new Commands(directory);
    }

    private static byte[] gunzip(byte[] stored) throws IOException {
        try (InputStream in = PIPE.undo(PipeSpec.of("gzip"), streamOf(stored), PipeContext.plain())) {
            return readAll(in);
        }
    }

    private static byte[] gzip(byte[] plain, int level) throws IOException {
        PipeSpec spec = new PipeSpec("gzip", Map.of("level", Integer.toString(level)));
        try (InputStream in = PIPE.apply(spec, streamOf(plain), PipeContext.plain())) {
            return readAll(in);
        }
    }

    private byte[] byGzip(byte[] plain) throws Exception {
        return commands.run("gzip -c", plain);
    }

    @Test
    void whatGzipWritesIsRead() throws Exception {
        for (int size : sizesAround(64 * 1024)) {
            for (byte[] plain : List.of(random(size), compressible(size))) {
                assertThat(gunzip(commands.run("gzip -1", plain))).isEqualTo(plain);
                assertThat(gunzip(commands.run("gzip -9", plain))).isEqualTo(plain);
            }
        }
    }

    @Test
    void gunzipReadsWhatIsWritten() throws Exception {
        for (int size : sizesAround(128 * 1024)) {
            for (byte[] plain : List.of(random(size), compressible(size))) {
                for (int level : new int[] {1, 6, 9}) {
                    assertThat(commands.run("gunzip -c", gzip(plain, level))).isEqualTo(plain);
                }
            }
        }
    }

    @Test
    void theLevelIsUsedAndRecorded() throws IOException {
        byte[] plain = compressible(1_000_000);
        assertThat(gzip(plain, 9)).hasSizeLessThan(gzip(plain, 1).length);
        assertThat(PIPE.recorded(new PipeSpec("gzip", Map.of("level", "9"))))
                .isEqualTo(new PipeSpec("gzip", Map.of("level", "9")));
        assertThat(PIPE.recorded(PipeSpec.of("gzip"))).isEqualTo(new PipeSpec("gzip", Map.of("level", "6")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "", "-1", "best", " 1"})
    void anUnknownLevelIsAnError(String level) {
        assertThatThrownBy(() -> PIPE.apply(
                        new PipeSpec("gzip", Map.of("level", level)), streamOf(random(1)), PipeContext.plain()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a number from 1 to 9");
    }

    @Test
    void truncationAtEveryByteIsAnError() throws Exception {
        for (byte[] plain : List.of(new byte[0], random(100), compressible(500))) {
            byte[] stored = byGzip(plain);
            for (int length = 0; length < stored.length; length++) {
                byte[] cut = cut(stored, length);
                assertThatThrownBy(() -> gunzip(cut)).as("at byte " + length).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void truncationInALaterMemberIsAnError() throws Exception {
        byte[] first = byGzip(compressible(100));
        byte[] second = byGzip(random(50));
        for (int length = 1; length < second.length; length++) {
            byte[] stored = joined(first, cut(second, length));
            assertThatThrownBy(() -> gunzip(stored)).as("at byte " + length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFlippedBitIsAnErrorOrHarmless() throws Exception {
        Path named = Files.write(directory.resolve("name"), compressible(200));
        for (byte[] stored : List.of(byGzip(random(60)), commands.run("gzip -c " + named, new byte[0]))) {
            byte[] plain = gunzip(stored);
            List<Integer> harmless = new ArrayList<>();
            for (int bit = 0; bit < stored.length * 8; bit++) {
                byte[] changed = flipped(stored, bit);
                try (InputStream in = new GunzipStream(streamOf(changed))) {
                    assertThat(readAll(in)).as("bit " + bit).isEqualTo(plain);
                    harmless.add(bit / 8);
                } catch (EOFException | ZipException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
            assertThat(harmless)
                    .as("the magic and the method are checked")
                    .noneMatch(at -> at < 3)
                    .as("the checksum and the length are checked")
                    .noneMatch(at -> at >= stored.length - TRAILER);
        }
    }

    @Test
    void membersAreJoined() throws Exception {
        byte[] stored =
                joined(byGzip(random(100)), byGzip(new byte[0]), byGzip(compressible(70_000)), byGzip(random(1)));
        byte[] plain = joined(random(100), compressible(70_000), random(1));
        assertThat(gunzip(stored)).isEqualTo(plain);
        assertThat(commands.run("gunzip -c", stored)).isEqualTo(plain);
    }

    @Test
    void anUpstreamWithNothingAtHandDoesNotEndItEarly() throws Exception {
        byte[] stored = joined(byGzip(random(100)), byGzip(compressible(7000)), byGzip(random(1)));
        byte[] plain = joined(random(100), compressible(7000), random(1));
        try (InputStream in = PIPE.undo(PipeSpec.of("gzip"), oneByOne(stored), PipeContext.plain())) {
            assertThat(readAll(in)).isEqualTo(plain);
        }
        try (InputStream in = new GunzipStream(oneByOne(stored))) {
            assertThat(readOneByOne(in)).isEqualTo(plain);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void membersThatBeginOnABufferAreJoined() throws Exception {
        byte[] first = byGzip(random(100));
        byte[] second = byGzip(random(200));
        InputStream parts = new java.io.SequenceInputStream(streamOf(first), streamOf(second));
        try (InputStream in = new GunzipStream(parts)) {
            assertThat(readAll(in)).isEqualTo(joined(random(100), random(200)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u001f", "\u001f\u008b", "\u001f\u008b\u0007", "\u0000", "garbage that is longer"})
    void trailingGarbageIsAnError(String garbage) throws Exception {
        byte[] stored = joined(byGzip(random(100)), garbage.getBytes(ISO_8859_1));
        assertThatThrownBy(() -> gunzip(stored)).isInstanceOf(IOException.class);
        try (InputStream in = new GunzipStream(oneByOne(stored))) {
            assertThatThrownBy(() -> readAll(in)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNotGzipIsAnError() {
        assertThatThrownBy(() -> gunzip(random(100)))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("not gzip");
        assertThatThrownBy(() -> gunzip(new byte[0])).isInstanceOf(EOFException.class);
    }

    @Test
    void everyHeaderFieldIsUnderstood() throws Exception {
        byte[] plain = compressible(300);
        byte[] stored = byGzip(plain);
        byte[] body = Arrays.copyOfRange(stored, 10, stored.length);
        for (int flags = 0; flags < 32; flags++) {
            byte[] header = {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3};
            byte[] extra = (flags & 4) == 0 ? new byte[0] : joined(new byte[] {44, 1}, new byte[300]);
            byte[] name = (flags & 8) == 0 ? new byte[0] : "name\0".getBytes(ISO_8859_1);
            byte[] comment = (flags & 16) == 0 ? new byte[0] : "a comment\0".getBytes(ISO_8859_1);
            byte[] crc = (flags & 2) == 0 ? new byte[0] : new byte[] {1, 2};
            byte[] whole = joined(header, extra, name, comment, crc, body);
            assertThat(gunzip(whole)).as("flags " + flags).isEqualTo(plain);
            int headerLength = whole.length - body.length;
            assertThatThrownBy(() -> gunzip(cut(whole, headerLength))).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void readingPastTheEndOrNothingChangesNothing() throws Exception {
        try (InputStream in = new GunzipStream(streamOf(byGzip(random(10))))) {
            assertThat(in.read(new byte[0], 0, 0)).isZero();
            assertThat(readAll(in)).isEqualTo(random(10));
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    /** Pieces that can be compressed, and pieces that cannot, of odd sizes; some of the latter come twice. */
    private static byte[] mixed() {
        byte[] twice = random(20_000);
        return joined(
                compressible(100_001),
                random(150_003),
                compressible(7),
                random(33_000),
                twice,
                twice,
                compressible(300_000),
                random(70_000),
                new byte[200_000],
                random(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "9", "fast"})
    void gunzipAndPigzReadWhatIsMixed(String level) throws Exception {
        for (byte[] plain : List.of(mixed(), joined(mixed(), mixed()), random(600_000), compressible(600_000))) {
            byte[] stored;
            PipeSpec spec = new PipeSpec("gzip", Map.of("level", level));
            try (InputStream in = PIPE.apply(spec, streamOf(plain), PipeContext.plain())) {
                stored = readAll(in);
            }
            assertThat(commands.run("gunzip -c", stored)).isEqualTo(plain);
            assertThat(commands.run("pigz -dc", stored)).isEqualTo(plain);
            assertThat(gunzip(stored)).isEqualTo(plain);
            byte[] both = joined(stored, byGzip(plain), stored);
            assertThat(commands.run("gunzip -c", both)).isEqualTo(joined(plain, plain, plain));
        }
    }

    /** Each change between the two kinds costs the head of a block: pieces as small as these show it at the most. */
    @Test
    void notTryingWhatLooksRandomCostsAThousandthAtTheMost() throws Exception {
        for (byte[] plain : List.of(mixed(), random(600_000))) {
            for (int level : new int[] {1, 6}) {
                int pigz = commands.run("pigz -p2 -" + level, plain).length;
                assertThat(gzip(plain, level).length).isLessThanOrEqualTo(pigz + pigz / 1000);
            }
        }
    }

    @Test
    void bytesThatComeTwiceAreCompressedThoughTheyLookRandom() throws Exception {
        byte[] twice = random(16_000);
        assertThat(gzip(joined(twice, twice, twice, twice), 6)).hasSizeLessThan(20_000);
    }

    @Test
    void theFastLevelIsThereOnThisKindOfMachine() {
        assertThat(FastEncoder.isAvailable())
                .isEqualTo(System.getProperty("os.arch").equals("amd64"));
    }

    @Test
    void aBlockThatTheFastOneCannotTakeIsDeflatedAllTheSame() throws Exception {
        for (byte[] plain : List.of(new byte[0], new byte[1], random(Block.SIZE), random(Block.SIZE + 1))) {
            try (InputStream in =
                    PIPE.apply(new PipeSpec("gzip", Map.of("level", "fast")), streamOf(plain), PipeContext.plain())) {
                assertThat(commands.run("gunzip -c", readAll(in))).isEqualTo(plain);
            }
        }
    }

    @Test
    void aFastStreamThatIsCutBetweenItsMembersIsAnError() throws Exception {
        PipeSpec fast = new PipeSpec("gzip", Map.of("level", "fast"));
        byte[] stored;
        try (InputStream in = PIPE.apply(fast, streamOf(random(2 * Block.SIZE)), PipeContext.plain())) {
            stored = readAll(in);
        }
        byte[] cut = cut(stored, stored.length - 20);
        assertThat(commands.run("gunzip -c", cut)).as("a whole file to gunzip").isEqualTo(random(2 * Block.SIZE));
        try (InputStream in = PIPE.undo(PIPE.recorded(fast), streamOf(cut), PipeContext.plain())) {
            assertThatThrownBy(() -> readAll(in)).isInstanceOf(EOFException.class);
        }
    }
}
