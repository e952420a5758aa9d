package org.zfsbackup.cli;

import java.util.List;
import java.util.Map;
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
            description = "Take them away: of all destinations. What is then pruned at the source may end a chain.")
    boolean release;

    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        List<Bases.Mark> marks = release
                ? method().replication().releaseBases()
                : method().replication().bases();
        marks.forEach(mark -> tell((release ? "Released " : "") + mark));
        json(Map.of(
                "released",
                release,
                "bases",
                marks.stream().map(Object::toString).toList()));
        return 0;
    }
}
