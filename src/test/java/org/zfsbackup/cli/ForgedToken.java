package org.zfsbackup.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A receive's resume token with another GUID in it, as whoever has a key may write one: the version, a sum (the first of
 * the four of fletcher-4) over the compressed list, its length before that, and the list itself.
 */
final class ForgedToken {
    private ForgedToken() {}

    static String of(String token, long guid, long another) throws IOException {
        byte[] list;
        byte[] packed = HexFormat.of().parseHex(token.substring(token.lastIndexOf('-') + 1));
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            list = in.readAllBytes();
        }
        ByteBuffer words = ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN);
        boolean found = false;
        for (int i = 0; i + Long.BYTES <= list.length; i += Integer.BYTES) {
            if (words.getLong(i) == guid) {
                words.putLong(i, another);
                found = true;
            }
        }
        if (!found) {
            throw new IOException("the token has no such GUID");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, new Deflater())) {
            deflating.write(list);
        }
        byte[] compressed = out.toByteArray();
        return "1-" + Long.toHexString(sum(compressed)) + "-" + Integer.toHexString(list.length) + "-"
                + HexFormat.of().formatHex(compressed);
    }

    private static long sum(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long sum = 0;
        while (words.remaining() >= Integer.BYTES) {
            sum += words.getInt() & 0xffff_ffffL;
        }
        return sum;
    }
}
