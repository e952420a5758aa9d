package org.zfsbackup.cli.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.cli.MethodCommand;
import org.zfsbackup.cli.option.FormatOptions;
import org.zfsbackup.cli.option.KeepBaseOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A destination that is a dataset: its operations, and how snapshots are sent there. */
@Command(
        subcommands = {
            ReplicateOperation.class,
            ReplicaListOperation.class,
            ReplicaRestoreOperation.class,
            ReplicaVerifyOperation.class,
            ReplicaPruneOperation.class,
            BasesOperation.class
        })
abstract class ReplicaMethod extends MethodCommand {
    @Option(
            names = {"--dest", "-D"},
            required = true,
            paramLabel = "DATASET",
            description =
                    "The dataset that holds the replicas: the replica of tank/home is DATASET/home, that of the pool"
                            + " tank is DATASET/tank.")
    @Nullable
    String destination;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    StreamOptions stream = new StreamOptions();

    @Mixin
    FormatOptions format = new FormatOptions();

    @Mixin
    ReceiveFlags receive = new ReceiveFlags();

    @Mixin
    KeepBaseOptions keepBase = new KeepBaseOptions();

    final Source source() {
        return root().requiredSource();
    }

    /** The replica of the source: under the destination, by the source's name without its pool. */
    final DatasetName replica() {
        if (destination == null) {
            throw usage("name the destination with --dest DATASET");
        }
        String name = source().dataset().value();
        int slash = name.indexOf('/');
        return new DatasetName(new DatasetName(destination) + "/" + (slash < 0 ? name : name.substring(slash + 1)));
    }

    /** The replication that all options describe. */
    final ZfsReplication replication() {
        ZfsReplication replication = root().replication(sourceUri(), targetUri());
        return replication
                .selection(selection.selection())
                .parallel(selection.parallel())
                .together(stream.together)
                .format(format.form(stream.properties))
                .keepBase(keepBase.keepBase());
    }

    private String sourceUri() {
        return ZfsUri.of(source().toString(), sourceHost());
    }

    /** Another dataset on the source's host, as an endpoint. */
    final String restoredUri(String dataset) {
        return ZfsUri.of(new DatasetName(dataset).value(), sourceHost());
    }

    private String targetUri() {
        List<String> options = receive.options();
        options.addAll(targetHost());
        return ZfsUri.of(replica().value(), options);
    }

    /** The options of an endpoint that lead to the source's host; none for this host. */
    abstract List<String> sourceHost();

    /** The options of an endpoint that lead to the replica's host; none for this host. */
    abstract List<String> targetHost();
}
