package org.zfsbackup.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as it may reach a terminal or a log. Names, messages and options come from targets and other hosts: a control
 * character among them could move the cursor, forge a line, or turn the order of letters around.
 *
 * <p>Such a character becomes a backslash, u and four digits, which is also what it is in JSON. The length of a word and of
 * a line is bounded; what is longer loses its middle.
 */
public final class Printable {
    static final int LONGEST_WORD = 500;
    static final int LONGEST_LINE = 4000;

    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (LONGEST_WORD + 1) + ",}");

    private Printable() {}

    /** One line: a line break in it is escaped like every other control character. Tabs stay. */
    public static String line(String text) {
        return bounded(escaped(text, "\t"));
    }

    /** Several lines of our own, or a JSON document: line breaks and tabs stay, and so does the length. */
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

    /** Controls (C0, DEL, C1), what directs the order of letters or is invisible, line separators, and halves of characters. */
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
