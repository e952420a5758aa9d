package org.zfsbackup.zfs.sendstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.TestStreams;

class WithheldEndStreamTest {
    private static final int WITHHELD = 2 * SyntheticStream.RECORD;

    private static byte[] read(InputStream in, int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[size];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 623, 624, 625, 1247, 1248, 1249, 131_071, 131_072, 131_696, 131_697, 400_000})
    void goodSource_isGivenAsItIs(int length) throws IOException {
        byte[] bytes = TestStreams.random(length);
        for (int size : new int[] {1, 7, 624, 200_000}) {
            if (size > 1 || length < 2000) {
                assertThat(read(new WithheldEndStream(new ByteArrayInputStream(bytes)), size))
                        .isEqualTo(bytes);
            }
        }
        assertThat(read(new WithheldEndStream(TestStreams.oneByOne(bytes)), 100))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 624, 625, 5000, 131_696, 300_000})
    void failingSource_neverGivesItsLastBytes(int length) {
        byte[] bytes = TestStreams.random(length);
        ByteArrayOutputStream given = new ByteArrayOutputStream();

        assertThatIOException().isThrownBy(() -> {
            try (InputStream in =
                    new WithheldEndStream(TestStreams.failing(bytes, new IOException("the source fails")))) {
                in.transferTo(given);
            }
        });

        assertThat(given.size()).isLessThanOrEqualTo(Math.max(0, length - WITHHELD));
        assertThat(given.toByteArray()).isEqualTo(Arrays.copyOf(bytes, given.size()));
    }
}
