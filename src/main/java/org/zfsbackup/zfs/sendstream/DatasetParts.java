package org.zfsbackup.zfs.sendstream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockReadingStream;
import org.zfsbackup.stream.Streams;

/**
 * Takes the streams of one dataset out of a recursive stream, which has one for each of its snapshots. {@code zfs receive}
 * takes each of them by itself. The rest is read and thrown away. For one thread.
 */
public final class DatasetParts {
    private final InputStream source;
    private final String dataset;
    private final byte[] head = new byte[ReplayRecord.LENGTH];
    private @Nullable ByteOrder order;
    private @Nullable Part current;

    /**
     * Creates the reader.
     *
     * @param source a recursive stream whose form was checked, as {@link CheckedSendStream} does; the caller closes it
     * @param dataset the name of the dataset at the sender
     */
    public DatasetParts(InputStream source, String dataset) {
        this.source = source;
        this.dataset = dataset;
    }

    /**
     * Returns the next stream of the dataset, after the rest of the one before was skipped; or nothing after the source
     * was read to its end. Closing the returned stream does nothing.
     *
     * @throws IOException if the source fails or is cut off
     */
    public Optional<InputStream> next() throws IOException {
        Part before = current;
        if (before != null) {
            Streams.drain(before);
        }
        while (true) {
            Optional<ReplayRecord> record = readHead();
            if (record.isEmpty()) {
                return Optional.empty();
            }
            if (begins(record.get())) {
                Part part = new Part(record.get());
                current = part;
                return Optional.of(part);
            }
            source.skipNBytes(record.get().payloadLength());
        }
    }

    private boolean begins(ReplayRecord record) {
        return record.type() == ReplayRecord.Type.BEGIN
                && !record.isCompound()
                && record.toName().startsWith(dataset + "@");
    }

    /** Returns nothing at the end of the source. */
    private Optional<ReplayRecord> readHead() throws IOException {
        int count = source.readNBytes(head, 0, head.length);
        if (count == 0) {
            return Optional.empty();
        }
        ByteOrder known = order == null ? ReplayRecord.orderOf(head) : order;
        if (count < head.length || known == null) {
            throw new EOFException(
                    "the stream from which " + dataset + " is taken ends within a record, or is no send" + " stream");
        }
        order = known;
        return Optional.of(ReplayRecord.of(head, known));
    }

    /** One stream: from its BEGIN to its END. */
    private final class Part extends BlockReadingStream {
        private int headSent;
        private long payloadLeft;
        private boolean last;

        Part(ReplayRecord begin) {
            this.payloadLeft = begin.payloadLength();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (headSent == head.length && payloadLeft == 0) {
                if (last) {
                    return -1;
                }
                nextRecord();
            }
            if (headSent < head.length) {
                int count = Math.min(length, head.length - headSent);
                System.arraycopy(head, headSent, target, offset, count);
                headSent += count;
                return count;
            }
            int count = source.read(target, offset, (int) Math.min(length, payloadLeft));
            if (count < 0) {
                throw new EOFException("the stream of " + dataset + " is cut off");
            }
            payloadLeft -= count;
            return count;
        }

        private void nextRecord() throws IOException {
            ReplayRecord record =
                    readHead().orElseThrow(() -> new EOFException("the stream of " + dataset + " has no end"));
            headSent = 0;
            payloadLeft = record.payloadLength();
            last = record.type() == ReplayRecord.Type.END;
        }
    }
}
