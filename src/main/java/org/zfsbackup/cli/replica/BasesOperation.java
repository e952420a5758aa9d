package org.zfsbackup.cli.replica;

import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.cli.option.ReleaseOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.UsesOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The operation {@code bases}: what zfsbackup keeps on the source. */
@Command(
        name = "bases",
        description = "Lists the bookmarks and holds that zfsbackup keeps on the source.",
        sortOptions = false)
@UsesOptions(SelectionOptions.class)
final class BasesOperation extends ReplicaOperation {
    @Mixin
    ReleaseOptions options = new ReleaseOptions();

    @Override
    protected int run() throws Exception {
        ZfsReplication replication = method().replication();
        bases(options, options.run(replication::bases, replication::releaseBases, replication::releaseAllBases));
        return 0;
    }
}
