package org.zfsbackup.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments, which are passed to the operating system unchanged, never through a shell.
 *
 * <p>Never put a secret into the words: process lists and error messages show them.
 *
 * @param words the program, then its arguments; at least one
 */
public record Command(List<String> words) {
    /**
     * Copies the words.
     *
     * @throws IllegalArgumentException if there is no program
     */
    public Command {
        words = List.copyOf(words);
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw new IllegalArgumentException("a command needs the name of a program");
        }
    }

    /** Creates a command of a program and its arguments. */
    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /**
     * Splits a line into words as a shell does. Single quotes, double quotes and backslashes work; variables, patterns
     * and pipes do not.
     *
     * @throws IllegalArgumentException if a quote is not closed, or there is no word
     */
    public static Command parse(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (started) {
                    words.add(word.toString());
                    word.setLength(0);
                    started = false;
                }
                continue;
            }
            started = true;
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && i + 1 < line.length() && escapes(quote, line.charAt(i + 1))) {
                word.append(line.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote is not closed in the command: " + line);
        }
        if (started) {
            words.add(word.toString());
        }
        return new Command(words);
    }

    /** Between double quotes a backslash is literal, except before a character that is special there. */
    private static boolean escapes(char quote, char next) {
        return quote == 0 || (quote == '"' && "\"\\$`".indexOf(next) >= 0);
    }

    /** Returns the command with more arguments at its end. */
    public Command with(String... more) {
        return with(List.of(more));
    }

    /** Returns the command with more arguments at its end. */
    public Command with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Command(all);
    }

    /** Returns the words as a person would type them into a shell. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(text.isEmpty() ? "" : " ").append(ShellWords.word(word));
        }
        return text.toString();
    }
}
