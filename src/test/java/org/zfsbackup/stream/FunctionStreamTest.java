package org.zfsbackup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.NothingLeft.assertNothingIsLeft;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.happens;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams.Idle;
import org.zfsbackup.fixture.TestStreams.Tracked;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class FunctionStreamTest {
    private static final Duration REST = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int BOUND = Handover.BUFFERS * Handover.BUFFER_SIZE;

    private static InputStream writing(FunctionStream.Function function) {
        return FunctionStream.start("test", null, REST, function);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        for (int n : new int[] {1000, Handover.BUFFER_SIZE, BOUND}) {
            for (int size : sizesAround(n)) {
                byte[] bytes = random(size);
                try (InputStream in = writing(out -> out.write(bytes))) {
                    assertThat(readAll(in)).isEqualTo(bytes);
                    assertThat(in.read()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void whatIsWrittenByteByByteIsReadByteByByte() throws IOException {
        for (int size : sizesAround(Handover.BUFFER_SIZE)) {
            byte[] bytes = random(size);
            FunctionStream.Function function = out -> {
                for (byte b : bytes) {
                    out.write(b);
                }
            };
            try (InputStream in = writing(function)) {
                assertThat(readOneByOne(in)).isEqualTo(bytes);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void manySmallBlocksAreHandedOverInOrder() throws IOException {
        byte[] bytes = random(5000);
        try (InputStream in = FunctionStream.readAhead("test", oneByOne(bytes), REST)) {
            assertThat(readAll(in)).isEqualTo(bytes);
        }
    }

    @Test
    void noBytesAreWantedAndNoneAreGiven() throws IOException {
        try (InputStream in = writing(out -> out.write('x'))) {
            assertThat(in.read(new byte[0], 0, 0)).isZero();
            assertThat(in.read()).isEqualTo('x');
            assertThatThrownBy(() -> in.read(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void flushedBytesAreReadWhileTheFunctionRuns() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        FunctionStream.Function function = out -> {
            out.write('x');
            out.flush();
            await(seen);
        };
        try (InputStream in = writing(function)) {
            assertThat(in.read()).isEqualTo('x');
            seen.countDown();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void skippedBytesAreSkipped() throws IOException {
        byte[] bytes = random(300_000);
        try (InputStream in = writing(out -> out.write(bytes))) {
            in.skipNBytes(299_999);
            assertThat(in.read()).isEqualTo(bytes[299_999] & 0xff);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void theFunctionDoesNotRunBeforeTheFirstRead() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        try (InputStream in = writing(out -> ran.countDown())) {
            assertThat(ran.await(200, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(in.read()).isEqualTo(-1);
            assertThat(ran.getCount()).isZero();
        }
    }

    @Test
    void aStreamThatIsClosedUnreadClosesItsUpstreamAndRunsNothing() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        Tracked upstream = new Tracked(streamOf(random(10)));
        InputStream in = FunctionStream.start("test", upstream, REST, out -> ran.countDown());
        in.close();
        assertThat(upstream.isClosedSoon()).isTrue();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        assertThat(ran.getCount()).isEqualTo(1);
    }

    @Test
    void aFailureReachesTheReaderAsItWas() throws IOException {
        IOException failure = new IOException("broken");
        for (int size : sizesAround(Handover.BUFFER_SIZE)) {
            try (InputStream in = FunctionStream.readAhead("test", failing(random(size), failure), REST)) {
                assertThatThrownBy(() -> readAll(in)).isSameAs(failure);
                assertThatThrownBy(in::read).isSameAs(failure);
            }
        }
    }

    @Test
    void uncheckedFailuresAndErrorsReachTheReader() throws IOException {
        for (Throwable failure : new Throwable[] {
            new IllegalStateException("broken"),
            new AssertionError("broken"),
            new OutOfMemoryError("broken"),
            new UncheckedIOException(new IOException("broken"))
        }) {
            try (InputStream in = FunctionStream.readAhead("test", failing(random(10), failure), REST)) {
                assertThatThrownBy(() -> readAll(in))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("broken")
                        .hasCause(failure);
            }
        }
    }

    @Test
    void aFastWriterIsNeverFurtherAheadThanTheBound() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicReference<@Nullable Thread> writer = new AtomicReference<>();
        FunctionStream.Function function = out -> {
            writer.set(Thread.currentThread());
            writeForEver(out, written);
        };
        long read = 0;
        try (InputStream in = writing(function)) {
            for (int round = 0; round < 5; round++) {
                byte[] some = in.readNBytes(1 + round * Handover.BUFFER_SIZE);
                read += some.length;
                awaitWaiting(writer.get());
                assertThat(written.get() - read).isPositive().isLessThanOrEqualTo(BOUND);
            }
        }
    }

    private static void writeForEver(OutputStream out, AtomicLong written) throws IOException {
        byte[] block = new byte[1000];
        while (true) {
            out.write(block);
            written.addAndGet(block.length);
        }
    }

    private static void awaitWaiting(@Nullable Thread thread) {
        while (thread != null && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anEarlyCloseInterruptsTheFunction() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        FunctionStream.Function function = out -> {
            out.write('x');
            out.flush();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        };
        InputStream in = writing(function);
        assertThat(in.read()).isEqualTo('x');
        in.close();
        assertThat(happens(interrupted)).isTrue();
    }

    @Test
    void anEarlyCloseEndsAFunctionThatWrites() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        InputStream in = writing(out -> {
            try {
                writeForEver(out, new AtomicLong());
            } catch (IOException e) {
                end.complete(e);
                throw e;
            }
        });
        assertThat(in.read()).isZero();
        in.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void anEarlyCloseEndsAFunctionThatReads() throws Exception {
        for (Idle.OnClose onClose : Idle.OnClose.values()) {
            Idle upstream = new Idle(random(10), onClose);
            InputStream in = FunctionStream.readAhead("test", upstream, REST);
            assertThat(in.readNBytes(10)).isEqualTo(random(10));
            assertThat(upstream.isIdleSoon()).isTrue();
            in.close();
            assertThat(upstream.isClosedSoon()).isTrue();
            assertNothingIsLeft();
        }
    }

    @Test
    void closeWhileAnotherThreadReadsIsAnErrorToItAndNoEnd() throws Exception {
        for (Idle.OnClose onClose : Idle.OnClose.values()) {
            Idle upstream = new Idle(new byte[0], onClose);
            InputStream in = FunctionStream.readAhead("test", upstream, REST);
            CompletableFuture<Object> reader = CompletableFuture.supplyAsync(() -> {
                try {
                    return in.read();
                } catch (IOException e) {
                    return e;
                }
            });
            assertThat(upstream.isIdleSoon()).isTrue();
            in.close();
            assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatClosingTheUpstreamThrowsIsThrown() throws IOException {
        InputStream in = FunctionStream.start(
                "test",
                () -> {
                    throw new IOException("cannot be closed");
                },
                REST,
                out -> {});
        assertThat(in.read()).isEqualTo(-1);
        assertThatThrownBy(in::close).hasMessageContaining("cannot be closed");
    }

    @Test
    void aStallIsNamedAndFinalAndEndsTheFunction() throws Exception {
        Idle upstream = new Idle(random(10), Idle.OnClose.FAILS);
        try (InputStream in = FunctionStream.readAhead("the slow one", upstream, SHORT)) {
            assertThatThrownBy(() -> readAll(in))
                    .isInstanceOf(StalledException.class)
                    .hasMessageContaining("the slow one")
                    .hasMessageContaining(StallTimeout.inWords(Handover.longer(SHORT)));
            assertThat(upstream.isClosedSoon()).isTrue();
            assertNothingIsLeft();
            assertThatThrownBy(in::read).isInstanceOf(StalledException.class);
        }
    }

    @Test
    void readingMuchAndWritingNothingIsNoStall() throws IOException {
        long began = System.nanoTime();
        try (InputStream in = FunctionStream.through("count", tickingFor(Duration.ofSeconds(1)), SHORT, (from, out) -> {
            out.write(readAll(from).length > 0 ? 'y' : 'n');
        })) {
            assertThat(in.read()).isEqualTo('y');
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
    }

    /** Gives bytes for some time, and then ends. */
    private static InputStream tickingFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return new InputStream() {
            @Override
            public int read() {
                return System.nanoTime() < end ? 0 : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return read() < 0 ? -1 : 1;
            }
        };
    }

    @Test
    void anInterruptedReaderIsToldSo() throws Exception {
        Idle upstream = new Idle(new byte[0], Idle.OnClose.FAILS);
        try (InputStream in = FunctionStream.readAhead("test", upstream, REST)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void copyGivesTheNumberOfBytes() throws IOException {
        for (int size : sizesAround(Handover.BUFFER_SIZE)) {
            AtomicLong copied = new AtomicLong();
            InputStream stream = writing(out -> {
                out.write('<');
                copied.set(FunctionStream.copy(streamOf(random(size)), out));
                out.write('>');
            });
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            expected.write('<');
            expected.write(random(size));
            expected.write('>');
            assertThat(readAll(stream)).isEqualTo(expected.toByteArray());
            assertThat(copied).hasValue(size);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aFunctionThatHearsNothing_doesNotHoldItsReaderAtTheEnd() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        FunctionStream.Function deaf = out -> {
            FunctionStream.failAll();
            await(over);
        };
        try (InputStream in = writing(deaf)) {
            assertThatThrownBy(in::read)
                    .isInstanceOf(IOException.class)
                    .hasMessage("test was cut off, because this program is being stopped");
        } finally {
            over.countDown();
        }
    }
}
