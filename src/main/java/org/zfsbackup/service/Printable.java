package org.zfsbackup.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text safe for a terminal or a log. Names, messages and options come from targets and other hosts; control
 * characters in them could move the cursor, forge a line, or reverse the order of letters.
 *
 * <p>Such a character is replaced by a backslash, u and four hexadecimal digits, as in JSON. Words and lines that are
 * too long lose their middle.
 */
public final class Printable {
    static final int LONGEST_WORD = 500;
    static final int LONGEST_LINE = 4000;

    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (LONGEST_WORD + 1) + ",}");

    private Printable() {}

    /** Makes one line: line breaks are escaped like other control characters, and tabs are kept. */
    public static String line(String text) {
        return bounded(escaped(text, "\t"));
    }

    /** Makes several lines of our own, or a JSON document: line breaks, tabs and the length are kept. */
    public static String text(String text) {
        return escaped(text, "\t\n");
    }

    private static String escaped(String text, String kept) {
        if (text.codePoints().noneMatch(c -> isDangerous(c) && kept.indexOf(c) < 0)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isDangerous(c) && kept.indexOf(c) < 0) {
                for (char half : Character.toChars(c)) {
                    escaped.append(String.format("\\u%04x", (int) half));
                }
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /**
     * Control characters (C0, DEL, C1), characters that change the order of letters or are invisible, line separators,
     * and unpaired surrogates.
     */
    private static boolean isDangerous(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String bounded(String line) {
        String words = LONG_WORD
                .matcher(line)
                .replaceAll(word -> Matcher.quoteReplacement(withoutMiddle(word.group(), LONGEST_WORD)));
        return words.length() > LONGEST_LINE ? withoutMiddle(words, LONGEST_LINE) : words;
    }

    private static String withoutMiddle(String text, int length) {
        int half = (length - 1) / 2;
        return text.substring(0, half) + "…" + text.substring(text.length() - half);
    }
}
