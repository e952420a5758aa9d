package org.zfsbackup.cli.replica;

import java.util.List;
import java.util.Map;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.UsesOptions;
import org.zfsbackup.operation.replication.Bases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operation {@code bases}: what zfsbackup keeps on the source. */
@Command(
        name = "bases",
        description = "Lists the bookmarks and holds that zfsbackup keeps on the source.",
        sortOptions = false)
@UsesOptions(SelectionOptions.class)
final class BasesOperation extends ReplicaOperation {
    @Option(
            names = "--release",
            description = "Remove those for this destination. If the source is pruned after that, the chain may end.")
    boolean release;

    @Option(names = "--all", description = "With --release: remove those for all destinations.")
    boolean all;

    @Override
    protected int run() throws Exception {
        ZfsReplication replication = method().replication();
        List<Bases.KeptBase> marks =
                !release ? replication.bases() : all ? replication.releaseAllBases() : replication.releaseBases();
        marks.forEach(mark -> print((release ? "Released " : "") + mark));
        if (marks.isEmpty()) {
            print("No bases are kept at the source");
        }
        json(Map.of(
                "released",
                release,
                "bases",
                marks.stream().map(Object::toString).toList()));
        return 0;
    }
}
