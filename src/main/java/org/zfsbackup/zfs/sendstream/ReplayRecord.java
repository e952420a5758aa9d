package org.zfsbackup.zfs.sendstream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumePoint;

/**
 * The head of one record of a send stream: {@code dmu_replay_record_t} in OpenZFS's {@code sys/zfs_ioctl.h}, 312 bytes
 * in the byte order of the sending host. A payload follows, whose length is in the head.
 */
record ReplayRecord(ByteBuffer head) {
    static final int LENGTH = 312;
    static final int CHECKSUM_OFFSET = LENGTH - 32;
    private static final int NAME_OFFSET = 56;
    private static final long MAGIC = 0x2F5bacbacL;
    /** {@code DMU_BACKUP_FEATURE_LARGE_BLOCKS}, behind the two bits of the kind of stream. */
    private static final long LARGE_BLOCKS = 1L << (19 + 2);
    /** {@code DMU_BACKUP_FEATURE_RESUMING}, behind the two bits of the kind of stream. */
    private static final long RESUMING = 1L << (20 + 2);

    enum Type {
        BEGIN,
        OBJECT,
        FREEOBJECTS,
        WRITE,
        FREE,
        END,
        WRITE_BYREF,
        SPILL,
        WRITE_EMBEDDED,
        OBJECT_RANGE,
        REDACT
    }

    /** Returns the byte order in which the magic number of a BEGIN record is right, or null. */
    static @Nullable ByteOrder orderOf(byte[] head) {
        ByteBuffer buffer = ByteBuffer.wrap(head);
        if (buffer.order(ByteOrder.LITTLE_ENDIAN).getLong(8) == MAGIC) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        return buffer.order(ByteOrder.BIG_ENDIAN).getLong(8) == MAGIC ? ByteOrder.BIG_ENDIAN : null;
    }

    static ReplayRecord of(byte[] head, ByteOrder order) {
        return new ReplayRecord(ByteBuffer.wrap(head).order(order));
    }

    boolean isKnown() {
        int type = head.getInt(0);
        return type >= 0 && type < Type.values().length;
    }

    Type type() {
        return Type.values()[head.getInt(0)];
    }

    boolean hasMagic() {
        return head.getLong(8) == MAGIC;
    }

    /** Returns whether this begins a stream of streams, as {@code zfs send -R}, {@code -I} and {@code -p} write it. */
    boolean isCompound() {
        return (head.getLong(16) & 3) == 2;
    }

    /** Returns {@code DRR_FLAG_CLONE} of a BEGIN: the base is another dataset's snapshot, the origin. */
    boolean isClone() {
        return (head.getInt(36) & 1) != 0;
    }

    /** Returns {@code drr_toname}: {@code dataset@snapshot} at the sender, at most 256 bytes, which end with a NUL. */
    String toName() {
        int end = NAME_OFFSET;
        while (end < LENGTH && head.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - NAME_OFFSET];
        head.get(NAME_OFFSET, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    Guid toGuid() {
        return new Guid(head.getLong(40));
    }

    Guid fromGuid() {
        return new Guid(head.getLong(48));
    }

    long payloadLength() {
        return switch (type()) {
            case BEGIN -> unsigned(4);
            case OBJECT -> unsigned(36) != 0 ? unsigned(36) : roundedTo8(unsigned(28));
            case WRITE -> head.get(50) != 0 ? head.getLong(96) : head.getLong(32);
            case SPILL -> head.getLong(40) != 0 ? head.getLong(40) : head.getLong(16);
            case WRITE_EMBEDDED -> roundedTo8(unsigned(52));
            case FREEOBJECTS, FREE, END, WRITE_BYREF, OBJECT_RANGE, REDACT -> 0;
        };
    }

    /**
     * Returns whether a stream that goes on at this point has this record, as OpenZFS's {@code dmu_send.c} decides it.
     */
    boolean continues(ResumePoint point) {
        long object = head.getLong(8);
        return switch (type()) {
            case BEGIN, END -> true;
            case OBJECT, SPILL -> Long.compareUnsigned(object, point.object()) >= 0;
            case FREEOBJECTS, OBJECT_RANGE -> Long.compareUnsigned(object + head.getLong(16), point.object()) > 0;
            case WRITE -> point.isReachedBy(object, head.getLong(24));
            case FREE, WRITE_BYREF, WRITE_EMBEDDED, REDACT -> point.isReachedBy(object, head.getLong(16));
        };
    }

    /** Returns whether the stream of this BEGIN may have blocks above 128 KiB. */
    boolean hasLargeBlocks() {
        return (head.getLong(16) & LARGE_BLOCKS) != 0;
    }

    /** Returns whether this BEGIN is that of a stream that continues an interrupted receive. */
    boolean isResuming() {
        return (head.getLong(16) & RESUMING) != 0;
    }

    /** Turns a BEGIN into that of a stream that continues an interrupted receive. */
    void setResuming(int payloadLength) {
        head.putInt(4, payloadLength);
        head.putLong(16, head.getLong(16) | RESUMING);
    }

    /** Writes the checksum of everything before the last 32 bytes there. */
    void setChecksum(Fletcher4 sum) {
        sum.write(head, CHECKSUM_OFFSET);
    }

    /** Writes the checksum of the whole stream into an END. */
    void setStreamChecksum(Fletcher4 sum) {
        sum.write(head, 8);
    }

    /** Returns whether the last 32 bytes have the checksum of everything before them. Old streams have zeros there. */
    boolean hasChecksum() {
        return type() != Type.BEGIN && !isZero(CHECKSUM_OFFSET);
    }

    boolean checksumIs(Fletcher4 sum) {
        return matches(sum, CHECKSUM_OFFSET);
    }

    /** Returns whether an END has this checksum of its whole stream. The END of a compound stream has none. */
    boolean streamChecksumIs(Fletcher4 sum) {
        return matches(sum, 8);
    }

    private boolean matches(Fletcher4 sum, int offset) {
        return sum.is(
                head.getLong(offset), head.getLong(offset + 8), head.getLong(offset + 16), head.getLong(offset + 24));
    }

    private boolean isZero(int offset) {
        return (head.getLong(offset) | head.getLong(offset + 8) | head.getLong(offset + 16) | head.getLong(offset + 24))
                == 0;
    }

    private long unsigned(int offset) {
        return head.getInt(offset) & 0xffffffffL;
    }

    private static long roundedTo8(long length) {
        return (length + 7) & ~7L;
    }
}
