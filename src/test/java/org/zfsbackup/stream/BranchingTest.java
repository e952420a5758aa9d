package org.zfsbackup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams;

/** One stream and several readers: good ones, slow ones, and such that go. */
@Timeout(300)
@ExtendWith(NothingLeft.class)
class BranchingTest {
    private static final Duration REST = Duration.ofMillis(1500);
    private static final int WINDOW = Ring.BUFFERS * Ring.BUFFER_SIZE;

    private final Map<String, byte[]> got = new ConcurrentHashMap<>();
    private final Map<String, Branching.Reader> readers = new LinkedHashMap<>();

    private Map<String, Exception> run(InputStream source) throws IOException {
        return new Branching("the stream", REST, readers).run(source);
    }

    private Branching.Reader whole(String name) {
        return in -> got.put(name, TestStreams.readAll(in));
    }

    private Branching.Reader slow(String name) {
        return in -> {
            Thread.sleep(100);
            got.put(name, TestStreams.readAll(in));
        };
    }

    private static Branching.Reader failingAfter(int bytes) {
        return in -> {
            in.readNBytes(bytes);
            throw new IOException("the disk is full");
        };
    }

    static IntStream sizes() {
        return IntStream.concat(
                IntStream.of(TestStreams.sizesAround(Ring.BUFFER_SIZE)), IntStream.of(TestStreams.sizesAround(WINDOW)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyReaderGetsEveryByte(int size) throws IOException {
        byte[] bytes = TestStreams.random(size);
        readers.put("a", whole("a"));
        readers.put("b", slow("b"));
        readers.put("c", whole("c"));

        assertThat(run(TestStreams.streamOf(bytes))).isEmpty();

        assertThat(got).hasSize(3).allSatisfy((name, read) -> assertThat(read).isEqualTo(bytes));
    }

    @Test
    void oneByteAtATimeIsAsGood() throws IOException {
        byte[] bytes = TestStreams.random(3000);
        readers.put("a", in -> got.put("a", TestStreams.readOneByOne(in)));
        readers.put("b", whole("b"));

        assertThat(run(TestStreams.oneByOne(bytes))).isEmpty();

        assertThat(got.get("a")).isEqualTo(bytes);
        assertThat(got.get("b")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void aSourceThatFailsNeverEnds(int size) {
        byte[] bytes = TestStreams.random(size);
        IOException failure = new IOException("the pool is gone");
        Map<String, Exception> failed = new ConcurrentHashMap<>();
        for (String name : new String[] {"a", "b"}) {
            readers.put(name, in -> {
                try {
                    in.readAllBytes();
                } catch (IOException e) {
                    failed.put(name, e);
                }
            });
        }

        assertThatThrownBy(() -> run(TestStreams.failing(bytes, failure))).isSameAs(failure);

        assertThat(failed).hasSize(2).allSatisfy((name, cause) -> assertThat(cause)
                .isSameAs(failure));
    }

    @Test
    void anErrorOfTheSourceFailsTheReadersToo() {
        readers.put("a", whole("a"));

        assertThatThrownBy(() -> run(TestStreams.failing(new byte[10], new AssertionError("a defect"))))
                .isInstanceOf(AssertionError.class);

        assertThat(got).isEmpty();
    }

    @Test
    void oneThatFailsIsOutAndTheOthersGoOn() throws IOException {
        byte[] bytes = TestStreams.random(3 * WINDOW);
        readers.put("a", failingAfter(WINDOW / 2));
        readers.put("b", whole("b"));

        assertThat(run(TestStreams.streamOf(bytes)))
                .containsOnlyKeys("a")
                .hasEntrySatisfying("a", cause -> assertThat(cause).hasMessage("the disk is full"));

        assertThat(got.get("b")).isEqualTo(bytes);
    }

    @Test
    void oneThatReturnsEarlyIsOutAndTheOthersGoOn() throws IOException {
        byte[] bytes = TestStreams.random(3 * WINDOW);
        readers.put("a", in -> {});
        readers.put("b", whole("b"));

        assertThat(run(TestStreams.streamOf(bytes))).isEmpty();

        assertThat(got.get("b")).isEqualTo(bytes);
    }

    @Test
    void oneThatTakesNothingIsDroppedAndInterrupted() throws IOException {
        byte[] bytes = TestStreams.random(2 * WINDOW);
        readers.put("a", in -> Thread.sleep(30_000));
        readers.put("b", whole("b"));

        assertThat(run(TestStreams.streamOf(bytes))).containsOnlyKeys("a").hasEntrySatisfying("a", cause -> assertThat(
                        cause)
                .isInstanceOf(StalledException.class)
                .hasMessageStartingWith("a took no byte of the stream for 1.5 seconds"));

        assertThat(got.get("b")).isEqualTo(bytes);
    }

    /** It may be in the kernel, waiting for a disk that does not answer. */
    @Test
    void oneThatNoInterruptReachesIsNotWaitedForLong() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        byte[] bytes = TestStreams.random(2 * WINDOW);
        readers.put("a", in -> {
            boolean answered = false;
            while (!answered) {
                try {
                    answered = answer.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    answered = false;
                }
            }
        });
        readers.put("b", whole("b"));

        assertThat(run(TestStreams.streamOf(bytes))).containsOnlyKeys("a");

        assertThat(answer.getCount()).isEqualTo(1);
        assertThat(got.get("b")).isEqualTo(bytes);
        answer.countDown();
    }

    /** A dropped one's buffers are used again while it still holds them. */
    @Test
    void oneThatWasDroppedReadsNoForeignByteAndNoEnd() throws IOException {
        CountDownLatch dropped = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        readers.put("a", in -> {
            assertThat(in.read()).isGreaterThanOrEqualTo(0);
            try {
                Thread.sleep(30_000);
            } catch (InterruptedException e) {
                dropped.countDown();
            }
            in.read(new byte[100], 0, 100);
            ended.set(true);
        });
        readers.put("b", in -> {
            got.put("b", TestStreams.readAll(in));
            dropped.await();
        });

        assertThat(run(TestStreams.streamOf(TestStreams.random(4 * WINDOW)))).containsOnlyKeys("a");

        assertThat(ended).isFalse();
    }

    @Test
    void whenAllAreGoneTheSourceIsReadNoFurther() throws IOException {
        readers.put("a", failingAfter(1000));
        CountDownLatch closed = new CountDownLatch(1);
        InputStream idle = new InputStream() {
            private int left = 2 * Ring.BUFFER_SIZE;

            @Override
            public int read() throws IOException {
                if (left-- > 0) {
                    return 7;
                }
                throw new IOException("closed");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left > 0) {
                    int count = Math.min(left, length);
                    left -= count;
                    return count;
                }
                try {
                    closed.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                throw new IOException("closed");
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        readers.put("b", failingAfter(2000));

        assertThat(run(idle)).containsOnlyKeys("a", "b");

        assertThat(closed.getCount()).isZero();
    }

    @Test
    void theFastestIsNeverMoreThanTheBuffersAhead() throws IOException {
        AtomicLong fast = new AtomicLong();
        AtomicLong slow = new AtomicLong();
        AtomicLong most = new AtomicLong();
        readers.put("fast", in -> {
            byte[] buffer = new byte[10_000];
            int count;
            while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
                long ahead = fast.addAndGet(count) - slow.get();
                most.accumulateAndGet(ahead, Math::max);
            }
        });
        readers.put("slow", in -> {
            byte[] buffer = new byte[300_000];
            int count;
            while ((count = in.readNBytes(buffer, 0, buffer.length)) > 0) {
                slow.addAndGet(count);
                Thread.sleep(1);
            }
        });

        assertThat(run(TestStreams.streamOf(new byte[40 * WINDOW]))).isEmpty();

        assertThat(fast).hasValue(40L * WINDOW);
        assertThat(slow).hasValue(40L * WINDOW);
        assertThat(most.get()).isLessThanOrEqualTo(WINDOW + 300_000L);
    }

    @Test
    void closingItEndsEveryReaderAndTheSource() throws Exception {
        readers.put("a", in -> Thread.sleep(30_000));
        readers.put("b", whole("b"));
        Branching branching = new Branching("the stream", Duration.ofMinutes(10), readers);
        Thread closer = new Thread(() -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            branching.close();
        });
        closer.start();

        assertThatThrownBy(() -> branching.run(TestStreams.streamOf(new byte[2 * WINDOW])))
                .hasMessage("the run has ended");

        closer.join();
        assertThat(got).isEmpty();
    }
}
