package org.zfsbackup.zfs.sendstream;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.zfs.Guid;

/**
 * Parses a send stream record by record and checks its form, its checksums and its GUIDs. It stores one record head,
 * and never a payload.
 *
 * <p>A stream is BEGIN, records, END. A compound stream is BEGIN, END, any number of streams, and a final END.
 */
final class SendStreamParser {
    /**
     * The longest payload that is accepted. ZFS blocks are at most 16 MiB; only the list in a compound BEGIN may be
     * longer.
     */
    private static final long LONGEST_PAYLOAD = 1L << 30;

    private enum State {
        BEFORE,
        COMPOUND_HEAD,
        BETWEEN,
        STREAM,
        DONE
    }

    private final String source;
    private final StreamExpectation expected;
    private final PartCheck check;
    private final StreamContents contents = new StreamContents();
    private final byte[] head = new byte[ReplayRecord.LENGTH];
    private int headLength;
    private long payloadLeft;
    private long position;
    private State state = State.BEFORE;
    private boolean compound;
    private boolean foundExpected;
    private @Nullable ByteOrder order;
    private Fletcher4 sum = new Fletcher4(ByteOrder.LITTLE_ENDIAN);

    SendStreamParser(String source, StreamExpectation expected) {
        this(source, expected, PartCheck.NONE);
    }

    SendStreamParser(String source, StreamExpectation expected, PartCheck check) {
        this.source = source;
        this.expected = expected;
        this.check = check;
    }

    /** Returns what was found so far. */
    List<StreamedDataset> datasets() {
        return contents.datasets();
    }

    void accept(byte[] bytes, int offset, int length) throws DamagedStreamException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int count;
            if (payloadLeft > 0) {
                count = (int) Math.min(payloadLeft, end - from);
                sum.add(bytes, from, count);
                payloadLeft -= count;
            } else {
                count = Math.min(head.length - headLength, end - from);
                System.arraycopy(bytes, from, head, headLength, count);
                headLength += count;
                if (headLength == head.length) {
                    headLength = 0;
                    record();
                }
            }
            from += count;
            position += count;
        }
    }

    /** Ends the parsing: no more bytes come. */
    void finish() throws DamagedStreamException {
        if (state != State.DONE || headLength > 0 || payloadLeft > 0) {
            throw damage(position == 0 ? "it is empty" : "it is cut off: its last record is missing,");
        }
        if (expected.snapshot().isPresent() && !foundExpected) {
            throw damage("it ends without snapshot " + expected.snapshot().get());
        }
        Optional<String> lacking = check.end();
        if (lacking.isPresent()) {
            throw damage(lacking.get());
        }
    }

    private void record() throws DamagedStreamException {
        ReplayRecord record = ReplayRecord.of(head, order());
        if (!record.isKnown()) {
            throw damage("it has a record of an unknown type");
        }
        if (state != State.BEFORE && state != State.BETWEEN && record.hasChecksum()) {
            checkRecordSum(record);
        }
        switch (state) {
            case BEFORE, BETWEEN -> first(record);
            case COMPOUND_HEAD -> endOf(record, State.BETWEEN);
            case STREAM -> inStream(record);
            case DONE -> throw damage("bytes follow its last record");
        }
        payloadLeft = record.payloadLength();
        if (payloadLeft < 0 || payloadLeft > LONGEST_PAYLOAD) {
            throw damage("a record has an impossible payload of " + Long.toUnsignedString(payloadLeft) + " bytes");
        }
        sum.add(head, 0, head.length);
        if (record.type() == ReplayRecord.Type.END) {
            sum.reset();
        }
    }

    private ByteOrder order() throws DamagedStreamException {
        if (order == null) {
            order = ReplayRecord.orderOf(head);
            if (order == null) {
                throw damage("it does not begin with ZFS's magic number");
            }
            sum = new Fletcher4(order);
        }
        return order;
    }

    private void first(ReplayRecord record) throws DamagedStreamException {
        if (record.type() == ReplayRecord.Type.END && state == State.BETWEEN) {
            state = State.DONE;
            return;
        }
        if (record.type() != ReplayRecord.Type.BEGIN || !record.hasMagic()) {
            throw damage("a BEGIN record is missing");
        }
        if (record.isCompound()) {
            if (compound) {
                throw damage("it has a compound stream inside another");
            }
            compound = true;
            state = State.COMPOUND_HEAD;
            checkName(record.toName());
        } else {
            state = State.STREAM;
            StreamPart part = new StreamPart(record.toName(), record.toGuid(), record.fromGuid(), record.isClone());
            checkPart(part);
            checkGuids(record);
        }
    }

    private void checkPart(StreamPart part) throws DamagedStreamException {
        if (!compound) {
            checkName(part.name());
        }
        Optional<String> wrong = check.part(part);
        if (wrong.isPresent()) {
            throw damage(wrong.get());
        }
        contents.add(part);
    }

    /** Accepts an empty name, because old senders give a compound stream none. */
    private void checkName(String name) throws DamagedStreamException {
        if (expected.name().isPresent() && !name.equals(expected.name().get()) && !(compound && name.isEmpty())) {
            throw damage("it is a stream of " + name + " and not of "
                    + expected.name().get() + ",");
        }
    }

    private void checkGuids(ReplayRecord begin) throws DamagedStreamException {
        boolean right = expected.snapshot().filter(begin.toGuid()::equals).isPresent();
        foundExpected |= right;
        if (compound || expected.snapshot().isEmpty()) {
            return;
        }
        if (!right) {
            throw damage("it holds snapshot " + begin.toGuid() + " and not "
                    + expected.snapshot().get());
        }
        if (expected.base().isPresent() && !expected.base().get().equals(begin.fromGuid())) {
            throw damage("its base is " + named(begin.fromGuid()) + " and not "
                    + named(expected.base().get()));
        }
    }

    private static String named(Guid base) {
        return base.equals(Guid.NONE) ? "none (a full stream)" : base.toString();
    }

    private void inStream(ReplayRecord record) throws DamagedStreamException {
        switch (record.type()) {
            case END -> endOf(record, compound ? State.BETWEEN : State.DONE);
            case BEGIN -> throw damage("it has a BEGIN record inside a stream");
            default -> {}
        }
    }

    private void endOf(ReplayRecord record, State next) throws DamagedStreamException {
        if (record.type() != ReplayRecord.Type.END) {
            throw damage("an END record is missing");
        }
        if (!record.streamChecksumIs(sum)) {
            throw damage("the checksum in its END record does not match the bytes before it,");
        }
        state = next;
    }

    private void checkRecordSum(ReplayRecord record) throws DamagedStreamException {
        Fletcher4 upToHere = sum.copyWith(head, ReplayRecord.CHECKSUM_OFFSET);
        if (!record.checksumIs(upToHere)) {
            throw damage("the checksum in a record does not match the bytes before it,");
        }
    }

    private DamagedStreamException damage(String what) {
        return new DamagedStreamException(source, position, what);
    }
}
