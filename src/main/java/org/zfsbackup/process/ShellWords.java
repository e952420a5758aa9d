package org.zfsbackup.process;

/** Words as a POSIX shell reads them. */
public final class ShellWords {
    private static final String SAFE = "[A-Za-z0-9_@%+=:,./-]+";

    private ShellWords() {}

    /** The word in single quotes, in which nothing but a single quote means anything. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** The word as it is if no shell changes it, and in quotes otherwise. */
    public static String word(String word) {
        return word.matches(SAFE) ? word : quoted(word);
    }
}
