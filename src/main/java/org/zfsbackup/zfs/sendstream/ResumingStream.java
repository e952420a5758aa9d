package org.zfsbackup.zfs.sendstream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockReadingStream;
import org.zfsbackup.zfs.ResumePoint;

/**
 * Makes the stream that continues an interrupted {@code zfs receive -s} out of the whole stream: what {@code zfs send -t}
 * would send (OpenZFS's {@code dmu_send.c}). The BEGIN record says where the stream goes on, the records before that
 * are left out, and all checksums are computed again. The whole stream is read from its first byte. For one thread.
 */
public final class ResumingStream extends BlockReadingStream {
    private final InputStream whole;
    private final ResumePoint point;
    private byte[] ready = {};
    private int readyFrom;
    private long payloadLeft;
    private boolean began;
    private boolean ended;
    private @Nullable ByteOrder order;
    private Fletcher4 sum = new Fletcher4(ByteOrder.LITTLE_ENDIAN);

    /**
     * Creates the stream.
     *
     * @param whole the stream of one snapshot, whose form was checked, as {@link CheckedSendStream} does; closed with this
     *     stream
     * @param point where the receiver goes on
     */
    public ResumingStream(InputStream whole, ResumePoint point) {
        this.whole = whole;
        this.point = point;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (readyFrom == ready.length && payloadLeft == 0) {
            if (ended) {
                return whole.read(target, offset, length);
            }
            next();
        }
        return readyFrom < ready.length ? fromReady(target, offset, length) : fromPayload(target, offset, length);
    }

    private int fromReady(byte[] target, int offset, int length) {
        int count = Math.min(length, ready.length - readyFrom);
        System.arraycopy(ready, readyFrom, target, offset, count);
        readyFrom += count;
        return count;
    }

    private int fromPayload(byte[] target, int offset, int length) throws IOException {
        int count = whole.read(target, offset, (int) Math.min(length, payloadLeft));
        if (count < 0) {
            throw cutOff();
        }
        sum.add(target, offset, count);
        payloadLeft -= count;
        return count;
    }

    private void next() throws IOException {
        byte[] head = exactly(ReplayRecord.LENGTH);
        if (!began) {
            begin(head);
            return;
        }
        ReplayRecord record = ReplayRecord.of(head, known());
        if (!record.continues(point)) {
            whole.skipNBytes(record.payloadLength());
            return;
        }
        ended = record.type() == ReplayRecord.Type.END;
        if (ended) {
            record.setStreamChecksum(sum);
        }
        emit(record, head);
        payloadLeft = record.payloadLength();
    }

    private void begin(byte[] head) throws IOException {
        began = true;
        order = ReplayRecord.orderOf(head);
        if (order == null || ReplayRecord.of(head, order).isCompound()) {
            throw new IOException("the stream cannot be resumed, because it is not the stream of one snapshot");
        }
        sum = new Fletcher4(order);
        ReplayRecord record = ReplayRecord.of(head, order);
        if (record.isResuming()) {
            throw new IOException("the stream cannot be resumed, because it already goes on with another");
        }
        if (record.hasLargeBlocks() != point.largeBlocks()) {
            throw new IOException(
                    "the stream cannot be resumed, because what was received before came from a stream that"
                            + " was sent " + (point.largeBlocks() ? "with" : "without") + " large blocks");
        }
        byte[] payload = ResumePayload.of(exactly((int) record.payloadLength()), order, point);
        record.setResuming(payload.length);
        sum.add(head, 0, head.length);
        sum.add(payload, 0, payload.length);
        ready = new byte[head.length + payload.length];
        System.arraycopy(head, 0, ready, 0, head.length);
        System.arraycopy(payload, 0, ready, head.length, payload.length);
        readyFrom = 0;
    }

    private void emit(ReplayRecord record, byte[] head) {
        sum.add(head, 0, ReplayRecord.CHECKSUM_OFFSET);
        record.setChecksum(sum);
        sum.add(head, ReplayRecord.CHECKSUM_OFFSET, head.length - ReplayRecord.CHECKSUM_OFFSET);
        ready = head;
        readyFrom = 0;
    }

    private ByteOrder known() {
        ByteOrder found = order;
        if (found == null) {
            throw new IllegalStateException("the BEGIN record comes first");
        }
        return found;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = whole.readNBytes(length);
        if (bytes.length < length) {
            throw cutOff();
        }
        return bytes;
    }

    private static EOFException cutOff() {
        return new EOFException("the stream from which an interrupted receive goes on is cut off");
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
