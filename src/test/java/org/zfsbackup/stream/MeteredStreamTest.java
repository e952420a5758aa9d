package org.zfsbackup.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.TestStreams.Tracked;

class MeteredStreamTest {
    private static Digest digest(byte[] bytes) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Digest(bytes.length, HexFormat.of().formatHex(sha256));
    }

    @Test
    void theDigestIsThatOfSha256sum() throws IOException {
        MeteredStream abc = MeteredStream.of(streamOf("abc".getBytes(US_ASCII)));
        readAll(abc);
        assertThat(abc.digest())
                .isEqualTo(new Digest(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(MeteredStream.of(streamOf(new byte[0])).digest())
                .isEqualTo(new Digest(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @Test
    void everyByteIsCountedAndHashedHoweverItIsRead() throws Exception {
        for (int size : sizesAround(10_000)) {
            byte[] bytes = random(size);
            MeteredStream blocks = MeteredStream.of(streamOf(bytes));
            assertThat(readAll(blocks)).isEqualTo(bytes);
            MeteredStream single = MeteredStream.of(oneByOne(bytes));
            assertThat(readOneByOne(single)).isEqualTo(bytes);
            MeteredStream skipping = MeteredStream.of(streamOf(bytes));
            skipping.skipNBytes(size);
            assertThat(skipping.read()).isEqualTo(-1);
            for (MeteredStream metered : new MeteredStream[] {blocks, single, skipping}) {
                assertThat(metered.size()).isEqualTo(size);
                assertThat(metered.digest()).isEqualTo(digest(bytes));
                assertThat(metered.ended()).isTrue();
            }
        }
    }

    @Test
    void theDigestInBetweenIsThatOfTheBytesSoFarAndChangesNothing() throws Exception {
        byte[] bytes = random(1000);
        MeteredStream in = MeteredStream.of(streamOf(bytes));
        assertThat(in.readNBytes(400)).hasSize(400);
        assertThat(in.digest()).isEqualTo(digest(Arrays.copyOf(bytes, 400)));
        assertThat(in.ended()).isFalse();
        readAll(in);
        assertThat(in.digest()).isEqualTo(digest(bytes));
    }

    @Test
    void theEndIsNotSeenBeforeItIsReadNorInAFailure() throws IOException {
        MeteredStream whole = MeteredStream.of(streamOf(random(10)));
        assertThat(whole.read(new byte[10], 0, 10)).isEqualTo(10);
        assertThat(whole.ended()).isFalse();
        assertThat(whole.read()).isEqualTo(-1);
        assertThat(whole.ended()).isTrue();

        MeteredStream broken = MeteredStream.of(failing(random(10), new IOException("broken")));
        assertThatThrownBy(() -> readAll(broken)).hasMessage("broken");
        assertThat(broken.ended()).isFalse();
        assertThat(broken.size()).isEqualTo(10);
    }

    @Test
    void moreThanTheLimitIsAnErrorAndTheLimitItselfIsNot() throws IOException {
        for (int size : sizesAround(100)) {
            for (boolean single : new boolean[] {true, false}) {
                MeteredStream in = MeteredStream.limited(
                        single ? oneByOne(random(size)) : streamOf(random(size)), 100, "longer than it may be");
                if (size <= 100) {
                    assertThat(readAll(in)).isEqualTo(random(size));
                } else {
                    assertThatThrownBy(() -> readAll(in)).hasMessage("longer than it may be");
                    assertThatThrownBy(() -> readAll(in)).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void everyReadIsTold() throws IOException {
        long[] told = new long[1];
        readAll(MeteredStream.telling(oneByOne(random(1000)), bytes -> told[0] += bytes));
        assertThat(told[0]).isEqualTo(1000);
    }

    @Test
    void nothingIsReadTwice() throws IOException {
        MeteredStream in = MeteredStream.of(streamOf(random(100)));
        assertThat(in.markSupported()).isFalse();
        assertThat(in.skip(-1)).isZero();
        assertThat(in.size()).isZero();
    }

    @Test
    void closeClosesTheSource() throws IOException {
        Tracked source = new Tracked(streamOf(random(1)));
        MeteredStream.of(source).close();
        assertThat(source.closes()).isEqualTo(1);
    }
}
