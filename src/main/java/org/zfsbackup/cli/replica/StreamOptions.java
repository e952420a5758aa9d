package org.zfsbackup.cli.replica;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.cli.option.OptionGroup;
import org.zfsbackup.plan.replication.SendFormatPreference;
import picocli.CommandLine.Option;

/** The options that choose the form of a stream. */
@OptionGroup("Send")
final class StreamOptions {
    @Option(names = "--together", description = "Send all snapshots after the base in one stream (send -I).")
    boolean together;

    @Option(
            names = "--raw",
            negatable = true,
            description =
                    "Send encrypted blocks as they are (the default). --no-raw sends them decrypted; it must be given"
                            + " on every run.")
    @Nullable
    Boolean raw;

    @Option(
            names = "--send-compressed",
            negatable = true,
            description = "Send compressed blocks as they are (default: if possible).")
    @Nullable
    Boolean compressed;

    @Option(
            names = "--large-blocks",
            negatable = true,
            description = "Send large blocks as they are (default: if possible).")
    @Nullable
    Boolean largeBlocks;

    @Option(
            names = "--embedded",
            negatable = true,
            description = "Send embedded blocks as they are; no encrypted destination accepts them (default: no).")
    @Nullable
    Boolean embedded;

    @Option(names = "--properties", description = "Send the dataset's properties too.")
    boolean properties;

    /** The replication with these options. */
    ZfsReplication apply(ZfsReplication replication) {
        return replication
                .together(together)
                .format(new SendFormatPreference(
                        Optional.ofNullable(raw),
                        Optional.ofNullable(compressed),
                        Optional.ofNullable(largeBlocks),
                        Optional.ofNullable(embedded),
                        properties));
    }
}
