package org.zfsbackup.cli;

import java.nio.file.Path;
import org.zfsbackup.fixture.FakeZfs;

/**
 * Commands on backups in a directory, under the prefix {@code h}.
 *
 * @param zfs runs in the place of zfs
 * @param place the directory
 */
record DirectoryCommand(FakeZfs zfs, Path place) {
    /** Returns the arguments for a source, with those of the operation after them. */
    String[] on(String source, String... more) {
        String[] words = {"--zfs", zfs.command(), "-S", source, "directory", "--dest", place.toString(), "--prefix", "h"
        };
        return Cli.with(words, more);
    }
}
