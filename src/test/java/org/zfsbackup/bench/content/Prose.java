package org.zfsbackup.bench.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Text: made-up words, common ones short, as often as Zipf says, in phrases that come again, and lines. */
final class Prose implements FileKind {
    private static final int WORDS = 24_000;
    private static final int PHRASES = 6_000;
    private static final int LINE = 72;

    private final byte[][] words = new byte[WORDS][];
    private final int[][] phrases = new int[PHRASES][];
    private final Zipf word = new Zipf(WORDS);
    private final Zipf phrase = new Zipf(PHRASES);

    Prose(Random random) {
        for (int rank = 0; rank < WORDS; rank++) {
            words[rank] = word(rank, random).getBytes(StandardCharsets.US_ASCII);
        }
        for (int i = 0; i < PHRASES; i++) {
            phrases[i] = random.ints(2 + random.nextInt(5)).map(word::rank).toArray();
        }
    }

    private static String word(int rank, Random random) {
        int syllables = rank < 12 ? 1 : rank < 600 ? 1 + random.nextInt(2) : 2 + random.nextInt(3);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            word.append("bcdfghlmnprstvw".charAt(random.nextInt(15))).append("aeiou".charAt(random.nextInt(5)));
            if (random.nextInt(3) == 0) {
                word.append("nrst".charAt(random.nextInt(4)));
            }
        }
        return word.toString();
    }

    @Override
    public void fill(byte[] file, int length, Random random) {
        int at = 0;
        int lineEnd = LINE;
        while (at < length) {
            int[] ranks = random.nextInt(6) == 0
                    ? phrases[phrase.rank(random.nextInt())]
                    : new int[] {word.rank(random.nextInt())};
            for (int rank : ranks) {
                at = put(words[rank], file, at, length);
            }
            if (at > lineEnd && at < length) {
                file[at++] = '\n';
                lineEnd = at + LINE;
            }
        }
    }

    private static int put(byte[] word, byte[] file, int at, int length) {
        int end = Math.min(length, at + word.length);
        System.arraycopy(word, 0, file, at, end - at);
        if (end < length) {
            file[end++] = ' ';
        }
        return end;
    }

    /** The word at a rank, for names in other files. */
    byte[] wordAt(int rank) {
        return Arrays.copyOf(words[rank], words[rank].length);
    }
}
