package org.zfsbackup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.happens;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.TestStreams.Tracked;

@Timeout(300)
class PacedStreamTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long RATE = 1000;

    private long now = Long.MAX_VALUE - SECOND;
    private final Pace pace = new Pace(() -> now);

    /** Waits by moving the clock on. */
    private boolean moved(CountDownLatch closed, long nanoseconds) {
        now += nanoseconds;
        return closed.getCount() == 0;
    }

    private InputStream paced(InputStream in) {
        return new PacedStream(in, pace, this::moved);
    }

    @Test
    void theBytesStayAsTheyAre() throws IOException {
        for (long rate : new long[] {0, 1, 7, RATE, Long.MAX_VALUE}) {
            pace.rate(rate);
            for (int size : sizesAround(1000)) {
                assertThat(readAll(paced(streamOf(random(size))))).isEqualTo(random(size));
                assertThat(readOneByOne(paced(streamOf(random(size))))).isEqualTo(random(size));
            }
        }
    }

    @Test
    void atNoMomentHaveMoreBytesComeThanTheRateAllowsAndAFractionOfASecond() throws IOException {
        pace.rate(RATE);
        long began = now;
        long total = 0;
        byte[] buffer = new byte[100_000];
        try (InputStream in = paced(streamOf(random(20_000)))) {
            int count;
            while ((count = in.read(buffer)) >= 0) {
                total += count;
                assertThat((double) total).isLessThanOrEqualTo(RATE * ((now - began) / (double) SECOND + 0.2));
            }
        }
        assertThat(now - began).isEqualTo(20 * SECOND);
    }

    @Test
    void aStreamThatIsSlowerByItselfIsNotSlowedDown() throws IOException {
        pace.rate(RATE);
        try (InputStream in = paced(streamOf(random(1000)))) {
            for (int i = 0; i < 20; i++) {
                now += SECOND / 10;
                long before = now;
                assertThat(in.read(new byte[50])).isEqualTo(50);
                assertThat(now).isEqualTo(before);
            }
        }
    }

    @Test
    void whatAPauseLeftUnusedComesAsNoBurst() throws IOException {
        pace.rate(RATE);
        try (InputStream in = paced(streamOf(random(10_000)))) {
            now += 1000 * SECOND;
            long began = now;
            assertThat(in.readNBytes(10_000)).hasSize(10_000);
            assertThat(now - began).isGreaterThan(9 * SECOND);
        }
    }

    @Test
    void aNewRateHoldsFromTheNextReadOn() throws IOException {
        pace.rate(RATE);
        try (InputStream in = paced(streamOf(random(30_000)))) {
            in.readNBytes(10_000);
            pace.rate(10 * RATE);
            long began = now;
            in.readNBytes(10_000);
            assertThat(now - began).isEqualTo(SECOND);
            pace.rate(0);
            in.readNBytes(10_000);
            assertThat(now - began).isEqualTo(SECOND);
        }
    }

    @Test
    void streamsOfOnePaceShareIt() throws IOException {
        pace.rate(RATE);
        long began = now;
        try (InputStream one = paced(streamOf(random(5000)));
                InputStream other = paced(streamOf(random(5000)))) {
            for (int i = 0; i < 50; i++) {
                one.readNBytes(100);
                other.readNBytes(100);
            }
        }
        assertThat(now - began).isEqualTo(10 * SECOND);
    }

    @Test
    void aNegativeRateIsRefused() {
        assertThatThrownBy(() -> pace.rate(-1)).hasMessageContaining("0 or more bytes a second");
    }

    @Test
    void aFailingUpstreamReachesTheReader() {
        IOException failure = new IOException("broken upstream");
        assertThatThrownBy(() -> readAll(paced(failing(random(1000), failure)))).isSameAs(failure);
    }

    @Test
    void aCloseFromAnotherThreadEndsAWaitAtOnce() throws Exception {
        pace.rate(1);
        CountDownLatch waits = new CountDownLatch(1);
        Tracked upstream = new Tracked(streamOf(random(1000)));
        PacedStream in = new PacedStream(upstream, pace, (closed, nanoseconds) -> {
            waits.countDown();
            return PacedStream.Waiting.REAL.await(closed, nanoseconds * 1_000_000);
        });
        CompletableFuture<Object> reader = CompletableFuture.supplyAsync(() -> resultOf(in));
        assertThat(happens(waits)).isTrue();
        in.close();
        assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(upstream.isClosedSoon()).isTrue();
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        pace.rate(1);
        CountDownLatch waits = new CountDownLatch(1);
        AtomicReference<Object> result = new AtomicReference<>();
        try (PacedStream in = new PacedStream(streamOf(random(1000)), pace, (closed, nanoseconds) -> {
            waits.countDown();
            return PacedStream.Waiting.REAL.await(closed, nanoseconds * 1_000_000);
        })) {
            Thread reader = new Thread(() -> result.set(resultOf(in)));
            reader.start();
            assertThat(happens(waits)).isTrue();
            reader.interrupt();
            reader.join(10_000);
        }
        assertThat(result.get()).isInstanceOf(InterruptedIOException.class);
    }

    private static Object resultOf(InputStream in) {
        try {
            return readAll(in);
        } catch (IOException e) {
            return e;
        }
    }
}
