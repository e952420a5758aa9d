package org.zfsbackup.zfs;

import org.zfsbackup.process.ShellWords;

/** Names as a user types them into a shell: ZFS allows blanks in names. */
public final class ShellName {
    private ShellName() {}

    /** @param name a dataset, snapshot or bookmark */
    public static String of(Object name) {
        return ShellWords.word(name.toString());
    }
}
