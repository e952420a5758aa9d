package org.zfsbackup.cli;

import java.util.List;
import java.util.Map;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.service.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "bases",
        description = "Lists the bookmarks and holds of ours at the source, from which incrementals go on.")
final class BasesCommand extends ReplicaOperation {
    @Option(
            names = "--release",
            description = "Take those of this destination away. What is then pruned at the source may end its chain.")
    boolean release;

    @Option(names = "--all", description = "With --release: those of all destinations.")
    boolean all;

    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        ZfsReplication replication = method().replication();
        List<Bases.KeptBase> marks =
                !release ? replication.bases() : all ? replication.releaseAllBases() : replication.releaseBases();
        marks.forEach(mark -> tell((release ? "Released " : "") + mark));
        json(Map.of(
                "released",
                release,
                "bases",
                marks.stream().map(Object::toString).toList()));
        return 0;
    }
}
