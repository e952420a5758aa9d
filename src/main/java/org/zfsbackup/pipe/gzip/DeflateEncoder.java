package org.zfsbackup.pipe.gzip;

import java.util.zip.Deflater;

/**
 * Encodes a part of a deflate stream (RFC 1951) that ends at a whole byte and is not the last, with the JDK's zlib.
 * Bytes that cannot be compressed are stored as they are.
 */
final class DeflateEncoder implements BlockEncoder {
    private static final int SEGMENT = 32 * 1024;
    private static final int LONGEST_STORED = 65_535;

    private final Deflater deflater;
    private final Compressibility compressibility = new Compressibility();

    DeflateEncoder(int level) {
        this.deflater = new Deflater(level, true);
    }

    @Override
    public void encode(Block block) {
        int from = block.begin();
        while (from < block.end()) {
            boolean compressible = isCompressible(block, from);
            int to = from;
            do {
                to = Math.min(block.end(), to + SEGMENT);
            } while (to < block.end() && isCompressible(block, to) == compressible);
            if (compressible) {
                deflate(block, windowBegin(block, from), from, to);
            } else {
                store(block, from, to);
            }
            from = to;
        }
    }

    private boolean isCompressible(Block block, int from) {
        int end = Math.min(block.end(), from + SEGMENT);
        return compressibility.isCompressible(block.plain(), windowBegin(block, from), from, end);
    }

    private static int windowBegin(Block block, int from) {
        return Math.max(block.windowBegin(), from - Block.WINDOW);
    }

    private void deflate(Block block, int windowBegin, int from, int to) {
        deflater.reset();
        if (windowBegin < from) {
            deflater.setDictionary(block.plain(), windowBegin, from - windowBegin);
        }
        deflater.setInput(block.plain(), from, to - from);
        int count;
        int room;
        do {
            block.reserve((to - from) / 2 + 64);
            room = block.output().length - block.outputLength();
            count = deflater.deflate(block.output(), block.outputLength(), room, Deflater.SYNC_FLUSH);
            block.outputLength(block.outputLength() + count);
        } while (count == room);
    }

    private static void store(Block block, int from, int to) {
        for (int at = from; at < to; at += LONGEST_STORED) {
            int count = Math.min(LONGEST_STORED, to - at);
            block.append(0, count, count >> 8, ~count, ~count >> 8);
            block.append(block.plain(), at, count);
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
