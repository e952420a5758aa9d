package org.zfsbackup.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Locale;
import java.util.Optional;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.plan.replication.SendFormatPreference;

/**
 * Everything that the command line and the Java API pass to the template {@code replicate}.
 *
 * @param source a {@code zfs:} endpoint
 * @param target the destination, as a {@code zfs:} endpoint; empty until it is set
 * @param recursion how the datasets below the source are included
 * @param iterate whether each snapshot is sent as an incremental of its own
 * @param together whether all snapshots after the base are sent in one stream ({@code send -I})
 * @param full whether this is a second replica, beside another of the same source
 * @param include patterns of the datasets to replicate, separated by commas
 * @param exclude patterns of the datasets to leave out, separated by commas
 * @param parallel the number of datasets that are sent at the same time
 * @param keepBase how the newest common snapshot is kept as a base at the source
 * @param format the form of the streams
 * @param pipe a pipe for the stream on its way
 */
@RecordBuilder
record ReplicationRequest(
        String source,
        Optional<String> target,
        Recursion recursion,
        boolean iterate,
        boolean together,
        boolean full,
        Optional<String> include,
        Optional<String> exclude,
        int parallel,
        BaseRetention keepBase,
        SendFormatPreference format,
        String pipe)
        implements ReplicationRequestBuilder.With {
    static ReplicationRequest of(String source) {
        return new ReplicationRequest(
                source,
                Optional.empty(),
                Recursion.FALSE,
                true,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                BaseRetention.AUTO,
                SendFormatPreference.BEST,
                "none");
    }

    String mandatoryTarget() {
        return target.orElseThrow(
                () -> new IllegalArgumentException("set the destination first: to(\"zfs:backup/home\")"));
    }

    boolean hasChildren() {
        return recursion != Recursion.FALSE;
    }

    DatasetSelection selection() {
        return DatasetSelection.of(include.orElse(null), exclude.orElse(null));
    }

    /** The parameters of the template {@code replicate}. */
    TemplateParameters replicate() {
        return new TemplateParameters(BackupRequest.ROUTE)
                .set("source", EndpointUri.withRawOptions(source))
                .set("target", mandatoryTarget())
                .set("recursive", recursion.name().toLowerCase(Locale.ROOT))
                .set("iterate", iterate)
                .set("together", together)
                .set("full", full)
                .set("include", include)
                .set("exclude", exclude)
                .set("parallel", parallel)
                .set("keepBase", keepBase.name())
                .set("raw", format.raw())
                .set("compressed", format.compressed())
                .set("largeBlocks", format.largeBlocks())
                .set("embedded", format.embedded())
                .set("properties", format.properties())
                .set("pipe", pipe)
                .set("initialDelay", 0)
                .set("repeatCount", 1);
    }
}
