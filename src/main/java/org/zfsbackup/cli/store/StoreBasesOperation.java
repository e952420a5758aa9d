package org.zfsbackup.cli.store;

import java.util.List;
import java.util.Map;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.operation.replication.Bases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operation {@code bases}: what zfsbackup keeps on the source for a destination that holds objects. */
@Command(
        name = "bases",
        description = "Lists the bookmarks and holds that zfsbackup keeps on the source.",
        sortOptions = false)
final class StoreBasesOperation extends StoreOperation {
    @Option(
            names = "--release",
            description = "Remove those for this destination. If the source is pruned after that, the chain may end.")
    boolean release;

    @Option(names = "--all", description = "With --release: remove those for all destinations.")
    boolean all;

    @Override
    protected int run() throws Exception {
        ZfsBackup backup = method().backup(true);
        List<Bases.KeptBase> bases = !release ? backup.bases() : all ? backup.releaseAllBases() : backup.releaseBases();
        bases.forEach(base -> print((release ? "Released " : "") + base));
        if (bases.isEmpty()) {
            print("No bases are kept at the source");
        }
        json(Map.of(
                "released",
                release,
                "bases",
                bases.stream().map(Object::toString).toList()));
        return 0;
    }
}
