package org.zfsbackup.process;

/** Quotes words for a POSIX shell. */
public final class ShellWords {
    private static final String SAFE = "[A-Za-z0-9_@%+=:,./-]+";

    private ShellWords() {}

    /** Returns the word in single quotes, between which only a single quote is special. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Returns the word unchanged if no shell would change it, and quoted otherwise. */
    public static String word(String word) {
        return word.matches(SAFE) ? word : quoted(word);
    }
}
