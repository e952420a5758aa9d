package org.zfsbackup.cli;

import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/** Finds the existing words that are closest to a mistyped one. */
final class Spelling {
    private static final int MOST = 3;
    private static final int LETTERS_PER_MISTAKE = 3;

    private Spelling() {}

    /** The question to append to an error, for example {@code ; did you mean 'list'?}, or nothing. */
    static String hint(String word, Collection<String> known) {
        List<String> similar = similar(word, known);
        return similar.isEmpty() ? "" : "; did you mean '" + String.join("' or '", similar) + "'?";
    }

    /** The closest words, if any is close enough: one mistake for each three letters, or one word begins the other. */
    static List<String> similar(String word, Collection<String> known) {
        ToIntFunction<String> mistakes =
                other -> begins(bare(word), bare(other)) ? 1 : mistakes(bare(word), bare(other));
        int allowed = Math.max(1, bare(word).length() / LETTERS_PER_MISTAKE);
        int fewest = known.stream().mapToInt(mistakes).min().orElse(Integer.MAX_VALUE);
        return fewest > allowed
                ? List.of()
                : known.stream()
                        .filter(other -> bare(other).length() > 1 && mistakes.applyAsInt(other) == fewest)
                        .sorted()
                        .limit(MOST)
                        .toList();
    }

    private static String bare(String word) {
        return word.replaceFirst("^-+", "");
    }

    private static boolean begins(String word, String other) {
        return Math.min(word.length(), other.length()) >= LETTERS_PER_MISTAKE
                && (word.startsWith(other) || other.startsWith(word));
    }

    /** The number of letters to insert, remove, replace or swap with the next one (optimal string alignment). */
    static int mistakes(String word, String other) {
        int[][] table = new int[word.length() + 1][other.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : fewest(table, word, other, i, j);
            }
        }
        return table[word.length()][other.length()];
    }

    private static int fewest(int[][] table, String word, String other, int i, int j) {
        int replaced = table[i - 1][j - 1] + (word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && word.charAt(i - 1) == other.charAt(j - 2)
                && word.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(fewest, table[i - 2][j - 2] + 1) : fewest;
    }
}
