package org.zfsbackup.bench.content;

import java.util.Random;
import org.zfsbackup.zfs.sendstream.SyntheticStream;

/**
 * The content of a file system that never was, the same each time: files of 4 KiB to 2 MiB one after another, a third
 * of the bytes in each of text, of tables and programs, and of what does not compress. Parts of the first two are
 * repeated, at distances that gzip's window holds and at longer ones.
 *
 * <p>What was seen: of the two thirds that compress, {@code gzip -6} makes 1/2.8, {@code gzip -1} 1/2.5 and
 * {@code zstd -3} 1/3.3; of a tar of Debian's /usr/lib/x86_64-linux-gnu and /usr/share 1/2.9, 1/2.6 and 1/3.0, with
 * {@code gzip -6} a fifth faster there. With the noise it is 1/1.7, 1/1.6 and 1/1.8.
 */
public final class FileSystemContent implements SyntheticStream.Content {
    private static final int SMALLEST = 4 << 10;
    private static final int LARGEST = 2 << 20;
    private static final int[] SHARES = {4, 1, 3, 4};

    private final Random random = new Random(20_171_117);
    private final FileKind[] kinds;
    private final long[] made = new long[SHARES.length];
    private final byte[] file = new byte[LARGEST];
    private int length;
    private int at;

    public FileSystemContent() {
        Prose prose = new Prose(random);
        kinds = new FileKind[] {
            repeating(prose), repeating(new Records(prose)), repeating(new MachineCode(random)), new Noise()
        };
    }

    private static FileKind repeating(FileKind kind) {
        return (target, size, random) -> {
            kind.fill(target, size, random);
            Repeats.in(target, size, random);
        };
    }

    @Override
    public void fill(byte[] block, long offset, int count) {
        for (int filled = 0; filled < count; ) {
            if (at == length) {
                nextFile();
            }
            int part = Math.min(count - filled, length - at);
            System.arraycopy(file, at, block, filled, part);
            at += part;
            filled += part;
        }
    }

    /** The kind that is most behind its share comes next. */
    private void nextFile() {
        int next = 0;
        for (int kind = 1; kind < SHARES.length; kind++) {
            if (made[kind] * SHARES[next] < made[next] * SHARES[kind]) {
                next = kind;
            }
        }
        length = SMALLEST << random.nextInt(Integer.numberOfTrailingZeros(LARGEST / SMALLEST));
        length += random.nextInt(length);
        at = 0;
        made[next] += length;
        kinds[next].fill(file, length, random);
    }
}
