package org.zfsbackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

class StreamingGetTest {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 64 * MIB;

    private final AtomicLong now = new AtomicLong();
    private final byte[] buffer = new byte[SIZE];
    private final Server server = new Server();

    /** Answers with as many bytes as are left of {@link #SIZE}, at a pace. */
    private final class Server extends InputStream {
        private long nanosPerMiB = 1_000_000;
        private long left;
        private long breaksAt = -1;
        private boolean aborted;
        private boolean closed;

        ResponseInputStream<GetObjectResponse> answer(long from) {
            left = SIZE - from;
            return new ResponseInputStream<>(
                    GetObjectResponse.builder().build(), AbortableInputStream.create(this, () -> aborted = true));
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("in larger pieces only");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= breaksAt) {
                throw new IOException("the connection broke");
            }
            int count = (int) Math.min(Math.min(length, MIB), left);
            now.addAndGet(nanosPerMiB * count / MIB);
            left -= count;
            return left == 0 && count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private StreamingGet answer() {
        return answer(StreamingGet.PATIENCE_NANOS);
    }

    private StreamingGet answer(long patienceNanos) {
        return new StreamingGet(server::answer, SIZE, patienceNanos, now::get);
    }

    @Test
    void aQuickOneIsReadToItsEndAndItsConnectionKept() throws IOException {
        StreamingGet answer = answer();

        assertThat(answer.read(buffer, 0, 40 * MIB, 0)).isEqualTo(40 * MIB);
        assertThat(answer.read(buffer, 0, 24 * MIB, 40 * MIB)).isEqualTo(24 * MIB);

        assertThat(answer.goesOn()).isTrue();
        assertThat(server.closed).isTrue();
        answer.close();
        assertThat(server.aborted).isFalse();
    }

    @Test
    void oneFromTheMiddleEndsWhereTheObjectDoes() throws IOException {
        StreamingGet answer = answer();

        assertThat(answer.read(buffer, 0, 4 * MIB, 60 * MIB)).isEqualTo(4 * MIB);

        assertThat(server.closed).isTrue();
    }

    /** Each MiB is 10 ms late. */
    @Test
    void aSlowOneIsGivenUpAfterAQuarterOfASecondBehind() throws IOException {
        server.nanosPerMiB = 17_812_500;
        StreamingGet answer = answer();

        assertThat(answer.read(buffer, 0, 40 * MIB, 0)).isEqualTo(26 * MIB);

        assertThat(answer.goesOn()).isFalse();
        assertThat(answer.read(buffer, 26 * MIB, MIB, 26 * MIB)).isZero();
        answer.close();
        assertThat(server.aborted).isTrue();
    }

    @Test
    void whatNobodyCouldShareIsReadHoweverSlowItIs() throws IOException {
        server.nanosPerMiB = 1_000_000_000;
        StreamingGet answer = answer();

        assertThat(answer.read(buffer, 0, 8 * MIB, 56 * MIB)).isEqualTo(8 * MIB);

        assertThat(server.closed).isTrue();
        answer.close();
        assertThat(server.aborted).isFalse();
    }

    @Test
    void whoHasPatienceReadsASlowOneToItsEnd() throws IOException {
        server.nanosPerMiB = 1_000_000_000;
        StreamingGet answer = answer(Long.MAX_VALUE);

        assertThat(answer.read(buffer, 0, 40 * MIB, 0)).isEqualTo(40 * MIB);

        assertThat(answer.goesOn()).isTrue();
    }

    @Test
    void aPauseIsMadeGoodFor() throws IOException {
        StreamingGet answer = answer();
        for (int mib = 0; mib < 64; mib++) {
            server.nanosPerMiB = mib % 32 == 31 ? 200_000_000 : 1_000_000;
            assertThat(answer.read(buffer, 0, MIB, (long) mib * MIB)).isEqualTo(MIB);
        }
        assertThat(answer.goesOn()).isTrue();
    }

    @Test
    void theTimeInWhichNobodyReadsDoesNotCount() throws IOException {
        StreamingGet answer = answer();
        for (int mib = 0; mib < 64; mib++) {
            now.addAndGet(1_000_000_000);
            assertThat(answer.read(buffer, 0, MIB, (long) mib * MIB)).isEqualTo(MIB);
        }
        assertThat(answer.goesOn()).isTrue();
    }

    @Test
    void whatCameBeforeABreakIsKept() throws IOException {
        server.breaksAt = SIZE - 3 * MIB;
        StreamingGet answer = answer();

        assertThat(answer.read(buffer, 0, SIZE, 0)).isEqualTo(3 * MIB);

        assertThat(answer.goesOn()).isFalse();
    }

    @Test
    void aBreakBeforeAnyByteIsAnError() {
        server.breaksAt = SIZE;
        StreamingGet answer = answer();

        assertThatIOException()
                .isThrownBy(() -> answer.read(buffer, 0, SIZE, 0))
                .withMessage("the connection broke");

        assertThat(answer.goesOn()).isFalse();
    }

    @Test
    void whatIsAskedForAfterItIsClosedIsNotRead() {
        StreamingGet answer = answer();
        answer.close();

        assertThatIOException().isThrownBy(() -> answer.read(buffer, 0, MIB, 0));

        assertThat(server.aborted).isTrue();
    }
}
