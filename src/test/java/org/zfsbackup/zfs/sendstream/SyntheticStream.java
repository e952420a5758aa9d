package org.zfsbackup.zfs.sendstream;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes valid send streams of any size, as OpenZFS would: BEGIN, WRITE records of 128 KiB with content that only the
 * seed decides (or a content that is given), END; a fletcher-4 sum in every record and over the whole stream. Holds one block.
 *
 * <p>Its sums are computed here and not by the code under test. As a program it is a {@code zfs send} for tests:
 * {@code SyntheticStream BYTES SEED TO_GUID FROM_GUID [NAME]} writes to standard output.
 */
public final class SyntheticStream {
    public static final int BLOCK = 128 * 1024;
    public static final int RECORD = 312;

    private static final long MAGIC = 0x2F5bacbacL;
    private static final int SUM = RECORD - 32;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final OutputStream out;
    private final ByteOrder order;
    private final boolean recordSums;
    private final String name;
    private final VarHandle words;
    private final byte[] block = new byte[BLOCK];
    private long a;
    private long b;
    private long c;
    private long d;

    /** What the records hold. */
    @FunctionalInterface
    public interface Content {
        /** Fills the first bytes of the block; the blocks of a stream are asked for in their order. */
        void fill(byte[] block, long offset, int length);
    }

    /** @param recordSums whether each record carries the sum of all before it, as OpenZFS writes; old streams have none */
    SyntheticStream(OutputStream out, ByteOrder order, boolean recordSums) {
        this(out, order, recordSums, "tank/synthetic@s");
    }

    /** @param name what the stream says that it is of, {@code dataset@snapshot} */
    SyntheticStream(OutputStream out, ByteOrder order, boolean recordSums, String name) {
        this.name = name;
        this.out = out;
        this.order = order;
        this.recordSums = recordSums;
        this.words = MethodHandles.byteArrayViewVarHandle(int[].class, order);
    }

    public static void main(String[] arguments) throws IOException {
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 2 * BLOCK)) {
            write(
                    out,
                    arguments.length > 4 ? arguments[4] : "tank/synthetic@s",
                    Long.parseLong(arguments[0]),
                    Long.parseLong(arguments[1]),
                    Long.parseUnsignedLong(arguments[2]),
                    Long.parseUnsignedLong(arguments[3]));
        }
    }

    /**
     * Writes one stream.
     *
     * @param payload the content's bytes, rounded up to 8; {@link #length} tells those of the whole stream
     * @param fromGuid 0 for a full stream
     */
    public static void write(OutputStream out, long payload, long seed, long toGuid, long fromGuid) throws IOException {
        new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true).stream(payload, seed, toGuid, fromGuid);
    }

    /** One that says of itself which snapshot it is. */
    public static void write(OutputStream out, String name, long payload, long seed, long toGuid, long fromGuid)
            throws IOException {
        new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true, name).stream(payload, seed, toGuid, fromGuid);
    }

    public static byte[] bytes(String name, long payload, long seed, long toGuid, long fromGuid) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out, name, payload, seed, toGuid, fromGuid);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return out.toByteArray();
    }

    /** The same with another content. */
    public static void write(OutputStream out, String name, long payload, Content content, long toGuid, long fromGuid)
            throws IOException {
        new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true, name).stream(payload, content, toGuid, fromGuid);
    }

    public static byte[] bytes(long payload, long seed, long toGuid, long fromGuid) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out, payload, seed, toGuid, fromGuid);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return out.toByteArray();
    }

    /** The whole stream's bytes. */
    public static long length(long payload) {
        long rounded = (payload + 7) & ~7L;
        long records = (rounded + BLOCK - 1) / BLOCK;
        return rounded + (records + 2) * RECORD;
    }

    void stream(long payload, long seed, long toGuid, long fromGuid) throws IOException {
        stream(payload, (target, offset, length) -> fill(target, seed, offset, length), toGuid, fromGuid);
    }

    private void stream(long payload, Content content, long toGuid, long fromGuid) throws IOException {
        begin(1, toGuid, fromGuid, new byte[0]);
        long rounded = (payload + 7) & ~7L;
        for (long offset = 0; offset < rounded; offset += BLOCK) {
            int length = (int) Math.min(BLOCK, rounded - offset);
            content.fill(block, offset, length);
            write(offset, length, toGuid);
        }
        end(toGuid);
    }

    /** A head with a list before other streams, as {@code zfs send -R} begins. */
    public void compoundHead(byte[] list) throws IOException {
        begin(2, 0, 0, list);
        ByteBuffer head = head(5);
        putSum(head, 8);
        out.write(bytes(head));
        resetSum();
    }

    /** The END without a sum that closes a compound stream. */
    public void compoundEnd() throws IOException {
        out.write(bytes(head(5)));
    }

    public void begin(long headerType, long toGuid, long fromGuid, byte[] payload) throws IOException {
        resetSum();
        ByteBuffer head = head(0).putInt(4, payload.length).putLong(8, MAGIC).putLong(16, headerType);
        head.putLong(24, 1_700_000_000L).putInt(32, 2).putLong(40, toGuid).putLong(48, fromGuid);
        head.position(56);
        head.put(name.getBytes(StandardCharsets.UTF_8));
        record(head, payload, payload.length);
    }

    /** Any record with a payload. */
    public void record(ByteBuffer head, byte[] payload, int length) throws IOException {
        add(bytes(head), 0, SUM);
        if (head.getInt(0) != 0 && recordSums) {
            putSum(head, SUM);
        }
        add(bytes(head), SUM, RECORD);
        out.write(bytes(head));
        add(payload, 0, length);
        out.write(payload, 0, length);
    }

    public ByteBuffer head(int type) {
        return ByteBuffer.allocate(RECORD).order(order).putInt(0, type);
    }

    private static byte[] bytes(ByteBuffer head) {
        byte[] bytes = new byte[RECORD];
        head.get(0, bytes);
        return bytes;
    }

    private void write(long offset, int length, long toGuid) throws IOException {
        ByteBuffer head =
                head(3).putLong(8, 1).putInt(16, 19).putLong(24, offset).putLong(32, length);
        head.putLong(40, toGuid).put(48, (byte) 7);
        record(head, block, length);
    }

    public void end(long toGuid) throws IOException {
        ByteBuffer head = head(5);
        putSum(head, 8);
        record(head.putLong(40, toGuid), block, 0);
    }

    /** SplitMix64 of the seed and the place, so that every block of every stream is another. */
    private static void fill(byte[] block, long seed, long offset, int length) {
        long state = (seed * 0x9E3779B97F4A7C15L) ^ (offset * 0xD1B54A32D192ED03L);
        for (int i = 0; i < length; i += 8) {
            state += 0x9E3779B97F4A7C15L;
            long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            LONGS.set(block, i, mixed ^ (mixed >>> 31));
        }
    }

    private void add(byte[] bytes, int from, int to) {
        long sumA = a;
        long sumB = b;
        long sumC = c;
        long sumD = d;
        for (int i = from; i < to; i += 4) {
            sumA += Integer.toUnsignedLong((int) words.get(bytes, i));
            sumB += sumA;
            sumC += sumB;
            sumD += sumC;
        }
        a = sumA;
        b = sumB;
        c = sumC;
        d = sumD;
    }

    private void putSum(ByteBuffer head, int offset) {
        head.putLong(offset, a).putLong(offset + 8, b).putLong(offset + 16, c).putLong(offset + 24, d);
    }

    private void resetSum() {
        a = 0;
        b = 0;
        c = 0;
        d = 0;
    }
}
