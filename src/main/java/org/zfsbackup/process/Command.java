package org.zfsbackup.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments, passed to the operating system word for word, never through a shell.
 *
 * <p>Secrets must not stand in the words: they are shown in process lists and in error messages.
 */
public record Command(List<String> words) {
    public Command {
        words = List.copyOf(words);
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw new IllegalArgumentException("a command needs the name of a program");
        }
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /**
     * Splits a line at blanks as a shell would, with single quotes, double quotes and backslash, and nothing else:
     * no variables, no patterns, no pipes.
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
            throw new IllegalArgumentException("a quote is left open in the command: " + line);
        }
        if (started) {
            words.add(word.toString());
        }
        return new Command(words);
    }

    /** Between double quotes a backslash stands for itself, but before what would mean something there. */
    private static boolean escapes(char quote, char next) {
        return quote == 0 || (quote == '"' && "\"\\$`".indexOf(next) >= 0);
    }

    public Command with(String... more) {
        return with(List.of(more));
    }

    public Command with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Command(all);
    }

    /** The words as a person would type them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(text.isEmpty() ? "" : " ").append(ShellWords.word(word));
        }
        return text.toString();
    }
}
