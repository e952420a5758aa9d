package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.TestStreams;

class WholeStreamTest {
    private static InputStream whole(byte[] bytes, long size) {
        return new WholeStream(new ByteArrayInputStream(bytes), size, "h/a at here");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void whatIsAsLongAsItShouldBeIsRead(int size) throws IOException {
        byte[] bytes = TestStreams.random(size);

        assertThat(TestStreams.readAll(whole(bytes, size))).isEqualTo(bytes);
        assertThat(TestStreams.readOneByOne(whole(bytes, size))).isEqualTo(bytes);
    }

    @Test
    void anEarlyEndIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> TestStreams.readAll(whole(new byte[999], 1000)))
                .withMessageContaining("h/a at here returned 999 bytes and ended, but its size is 1000 bytes");
        assertThatIOException().isThrownBy(() -> TestStreams.readOneByOne(whole(new byte[0], 1)));
    }

    @Test
    void moreThanItShouldBeIsAnError() {
        assertThatIOException().isThrownBy(() -> TestStreams.readAll(whole(new byte[1001], 1000)));
    }

    @Test
    void noBytesAreNoEnd() throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            private boolean idle;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                idle = !idle;
                return idle ? 0 : in.read(target, offset, Math.min(1, length));
            }
        };

        assertThat(TestStreams.readAll(new WholeStream(slow, 10, "x"))).hasSize(10);
    }
}
