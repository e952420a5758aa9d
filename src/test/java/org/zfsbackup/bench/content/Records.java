package org.zfsbackup.bench.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** A table as databases and indexes keep it: numbers that grow, times, kinds, measured values, names, empty fields. */
final class Records implements FileKind {
    private static final int SIZE = 48;

    private final Prose names;
    private final Zipf kind = new Zipf(12);
    private final Zipf name = new Zipf(3_000);

    Records(Prose names) {
        this.names = names;
    }

    @Override
    public void fill(byte[] file, int length, Random random) {
        ByteBuffer out = ByteBuffer.wrap(file, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        int number = random.nextInt(1 << 20);
        long time = 1_700_000_000_000L + random.nextInt();
        int value = random.nextInt(10_000);
        while (out.remaining() >= SIZE) {
            int end = out.position() + SIZE;
            time += random.nextInt(60_000);
            value += random.nextInt(201) - 100;
            out.putInt(number++).putLong(time).putShort((short) kind.rank(random.nextInt()));
            out.putDouble(value / 100.0).putShort((short) (random.nextInt(4) == 0 ? 1 : 0));
            byte[] word = names.wordAt(name.rank(random.nextInt()));
            out.put(word, 0, Math.min(word.length, end - out.position()));
            while (out.position() < end) {
                out.put((byte) 0);
            }
        }
        while (out.hasRemaining()) {
            out.put((byte) 0);
        }
    }
}
