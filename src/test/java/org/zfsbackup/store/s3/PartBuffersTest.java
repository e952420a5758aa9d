package org.zfsbackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartBuffersTest {
    private static final int SIZE = 10;
    private final PartMemory memory = new PartMemory(8 * SIZE);

    private PartBuffers transfer() {
        return new PartBuffers(SIZE, 5, memory);
    }

    private static List<byte[]> all(PartBuffers buffers) {
        List<byte[]> taken = new ArrayList<>();
        for (byte[] buffer = buffers.poll(); buffer != null; buffer = buffers.poll()) {
            taken.add(buffer);
        }
        return taken;
    }

    @Test
    void onlyTransfer_getsAllOfItsBuffers() {
        assertThat(all(transfer())).hasSize(5);
    }

    @Test
    void secondTransfer_getsWhatIsLeft() {
        all(transfer());

        assertThat(all(transfer())).hasSize(3);
        assertThat(memory.used()).isEqualTo(8 * SIZE);
    }

    @Test
    void transferBeyondTheLimit_getsOneBuffer() {
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            counts.add(all(transfer()).size());
        }

        assertThat(counts).containsExactly(5, 3, 1, 1, 1, 1);
    }

    @Test
    void transferThatWasAlone_returnsWhatOthersNeed() throws InterruptedException {
        PartBuffers first = transfer();
        List<byte[]> held = all(first);
        PartBuffers second = transfer();
        PartBuffers third = transfer();
        second.take();
        third.take();

        held.forEach(first::give);

        assertThat(all(first)).hasSize(2);
        assertThat(all(second)).hasSize(1);
        assertThat(memory.used()).isLessThanOrEqualTo(8 * SIZE);
    }

    @Test
    void closedTransfer_returnsItsMemoryOnce() {
        PartBuffers buffers = transfer();
        List<byte[]> held = all(buffers);

        buffers.close();
        buffers.close();
        buffers.give(held.get(0));

        assertThat(memory.used()).isZero();
        assertThat(all(transfer())).hasSize(5);
    }

    @Test
    void waitingTransfer_getsItsOwnBufferBack() throws Exception {
        PartMemory small = new PartMemory(SIZE);
        PartBuffers buffers = new PartBuffers(SIZE, 5, small);
        byte[] only = buffers.take();
        Thread giver = new Thread(() -> buffers.give(only));
        giver.start();

        assertThat(buffers.take()).isSameAs(only);
        giver.join();
    }
}
