package org.zfsbackup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.failing;
import static org.zfsbackup.fixture.TestStreams.happens;
import static org.zfsbackup.fixture.TestStreams.joined;
import static org.zfsbackup.fixture.TestStreams.oneByOne;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.readOneByOne;
import static org.zfsbackup.fixture.TestStreams.sizesAround;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.TestStreams.Idle;
import org.zfsbackup.fixture.TestStreams.Tracked;

@Timeout(300)
class JoinedStreamTest {
    private final List<Tracked> opened = new ArrayList<>();

    private JoinedStream.Part part(InputStream in) {
        return () -> {
            Tracked part = new Tracked(in);
            opened.add(part);
            return part;
        };
    }

    @Test
    void partsOfAllSizesAreJoined() throws IOException {
        List<JoinedStream.Part> parts = new ArrayList<>();
        List<byte[]> bytes = new ArrayList<>();
        for (int size : sizesAround(10_000)) {
            bytes.add(random(size));
            parts.add(part(streamOf(random(size))));
            parts.add(part(oneByOne(random(size))));
            bytes.add(random(size));
        }
        byte[] whole = joined(bytes.toArray(byte[][]::new));
        try (InputStream in = new JoinedStream(parts)) {
            assertThat(readAll(in)).isEqualTo(whole);
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(opened).hasSize(12).allSatisfy(part -> assertThat(part.closes())
                .isEqualTo(1));
    }

    @Test
    void partsAreJoinedByteByByte() throws IOException {
        InputStream in = new JoinedStream(
                List.of(part(streamOf(random(3))), part(streamOf(random(0))), part(streamOf(random(5)))));
        assertThat(readOneByOne(in)).isEqualTo(joined(random(3), random(5)));
    }

    @Test
    void noPartsAreAnEmptyStream() throws IOException {
        assertThat(new JoinedStream(List.of()).read()).isEqualTo(-1);
        assertThat(readAll(new JoinedStream(List.of(part(streamOf(new byte[0]))))))
                .isEmpty();
    }

    @Test
    void eachIsOpenedWhenTheOneBeforeHasEndedAndIsClosed() throws IOException {
        InputStream in = new JoinedStream(List.of(part(streamOf(random(10))), part(streamOf(random(20)))));
        assertThat(opened).isEmpty();
        assertThat(in.readNBytes(10)).isEqualTo(random(10));
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).closes()).isZero();
        assertThat(in.read()).isNotNegative();
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).closes()).isEqualTo(1);
        in.close();
        assertThat(opened.get(1).closes()).isEqualTo(1);
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    @Test
    void aPartThatFailsOrCannotBeOpenedIsNeverPassedOver() throws IOException {
        IOException failure = new IOException("broken");
        InputStream broken = new JoinedStream(List.of(part(failing(random(10), failure)), part(streamOf(random(20)))));
        assertThat(broken.readNBytes(10)).isEqualTo(random(10));
        assertThatThrownBy(broken::read).isSameAs(failure);
        assertThatThrownBy(broken::read).isSameAs(failure);
        broken.close();
        assertThat(opened).hasSize(1).allSatisfy(part -> assertThat(part.closes())
                .isEqualTo(1));

        JoinedStream missing = new JoinedStream(List.of(
                () -> {
                    throw new IOException("missing");
                },
                part(streamOf(random(20)))));
        assertThatThrownBy(missing::read).hasMessage("missing");
        assertThatThrownBy(missing::read).isInstanceOf(IOException.class);

        JoinedStream unreadable = new JoinedStream(List.of(
                () -> {
                    throw new IllegalArgumentException("no such pipe");
                },
                part(streamOf(random(20)))));
        assertThatThrownBy(unreadable::read).hasMessage("no such pipe");
        assertThatThrownBy(unreadable::read).isInstanceOf(IOException.class).hasMessageContaining("no such pipe");
    }

    @Test
    void aPartThatCannotBeClosedIsNoEnd() {
        InputStream unclosable = new FilterInputStream(streamOf(random(10))) {
            @Override
            public void close() throws IOException {
                throw new IOException("its end is not the right one");
            }
        };
        InputStream in = new JoinedStream(List.of(part(unclosable)));
        assertThatThrownBy(() -> readAll(in)).hasMessage("its end is not the right one");
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    @Test
    void closeFromAnotherThreadClosesThePartAndIsNoEnd() throws Exception {
        for (Idle.OnClose onClose : new Idle.OnClose[] {Idle.OnClose.FAILS, Idle.OnClose.ENDS}) {
            Idle idle = new Idle(new byte[0], onClose);
            JoinedStream in = new JoinedStream(List.of(() -> idle, part(streamOf(random(10)))));
            CompletableFuture<Object> reader = reading(in);
            assertThat(idle.isIdleSoon()).isTrue();
            in.close();
            assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            assertThat(opened).isEmpty();
        }
    }

    @Test
    void aPartThatIsBeingOpenedDuringTheCloseIsClosedToo() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Tracked part = new Tracked(streamOf(random(10)));
        JoinedStream in = new JoinedStream(List.of(() -> {
            opening.countDown();
            return awaited(closed, part);
        }));
        CompletableFuture<Object> reader = reading(in);
        assertThat(happens(opening)).isTrue();
        in.close();
        closed.countDown();
        assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(part.closes()).isEqualTo(1);
    }

    private static InputStream awaited(CountDownLatch latch, InputStream in) throws IOException {
        try {
            latch.await();
            return in;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static CompletableFuture<Object> reading(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return in.read();
            } catch (IOException e) {
                return e;
            }
        });
    }
}
