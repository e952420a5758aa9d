package org.zfsbackup.zfs.sendstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.zfsbackup.zfs.ResumePoint;

/**
 * The list of names and values behind a BEGIN record, in the native encoding of OpenZFS's {@code nvpair.c}: a head of 12
 * bytes, the pairs, and four zeros. Each pair begins with its length, so pairs are put in without reading the others.
 */
final class ResumePayload {
    private static final int HEAD = 12;
    private static final int END = 4;
    private static final int PAIR_HEAD = 16;
    private static final int UNIQUE_NAMES = 1;
    private static final int TYPE_UINT64 = 8;

    private ResumePayload() {}

    /**
     * Returns a payload with the point as its first two values.
     *
     * @param payload that of the whole stream; empty if it has none
     * @throws IOException if it is in another encoding, or already says where a stream goes on
     */
    static byte[] of(byte[] payload, ByteOrder order, ResumePoint point) throws IOException {
        byte endian = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0);
        if (payload.length > 0 && (payload.length < HEAD + END || payload[0] != 0 || payload[1] != endian)) {
            throw new IOException("the stream cannot be resumed, because the list in its BEGIN record is in an"
                    + " unknown encoding");
        }
        byte[] object = pair("resume_object", point.object(), order);
        byte[] offset = pair("resume_offset", point.offset(), order);
        int rest = Math.max(payload.length, HEAD + END) - HEAD;
        ByteBuffer list =
                ByteBuffer.allocate(HEAD + object.length + offset.length + rest).order(order);
        if (payload.length == 0) {
            list.put(new byte[] {0, endian, 0, 0}).putInt(0).putInt(UNIQUE_NAMES);
        } else {
            list.put(payload, 0, HEAD);
        }
        list.put(object).put(offset);
        if (payload.length > 0) {
            list.put(payload, HEAD, rest);
        }
        return list.array();
    }

    private static byte[] pair(String name, long value, ByteOrder order) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        int valueAt = (PAIR_HEAD + letters.length + 1 + 7) & ~7;
        ByteBuffer pair = ByteBuffer.allocate(valueAt + Long.BYTES).order(order);
        pair.putInt(pair.capacity()).putShort((short) (letters.length + 1)).putShort((short) 0);
        pair.putInt(1).putInt(TYPE_UINT64).put(letters);
        return pair.putLong(valueAt, value).array();
    }
}
