package org.zfsbackup.cli.store;

import java.util.List;
import picocli.CommandLine.Command;

/** The operation {@code unpin}. */
@Command(
        name = "unpin",
        description = {
            "Removes the pins of backups, so that a prune or a deletion may remove them.",
            "Name a snapshot with --dataset DATASET@SNAPSHOT, or backups by the IDs that list shows."
        },
        sortOptions = false)
final class UnpinOperation extends PinningOperation {
    @Override
    protected int run() throws Exception {
        List<String> wanted = named();
        return report("Unpinned", method().backup(wanted.isEmpty()).unpin(wanted));
    }
}
