package org.zfsbackup.bench.content;

import java.util.Random;

/** Pictures, films, archives: nothing in them comes again. */
final class Noise implements FileKind {
    @Override
    public void fill(byte[] file, int length, Random random) {
        for (int at = 0; at < length; at += Integer.BYTES) {
            int word = random.nextInt();
            for (int i = at; i < Math.min(at + Integer.BYTES, length); i++) {
                file[i] = (byte) word;
                word >>= Byte.SIZE;
            }
        }
    }
}
