package org.zfsbackup.zfs;

import org.zfsbackup.process.ShellWords;

/** Quotes names for a shell, because ZFS allows blanks in names. */
public final class ShellName {
    private ShellName() {}

    /**
     * Returns the name as a user types it into a shell.
     *
     * @param name a dataset, snapshot or bookmark
     */
    public static String of(Object name) {
        return ShellWords.word(name.toString());
    }
}
