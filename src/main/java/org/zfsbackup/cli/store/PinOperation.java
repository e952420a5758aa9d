package org.zfsbackup.cli.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operation {@code pin}. */
@Command(
        name = "pin",
        description = {
            "Keeps backups whatever the rules of a prune say. A deletion refuses them too.",
            "Name a snapshot with --dataset DATASET@SNAPSHOT, or backups by the IDs that list shows."
        },
        sortOptions = false)
final class PinOperation extends PinningOperation {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people who find the pin.")
    @Nullable
    String reason;

    @Override
    protected int run() throws Exception {
        List<String> wanted = named();
        return report("Pinned", method().backup(wanted.isEmpty()).pin(wanted, Optional.ofNullable(reason)));
    }
}
