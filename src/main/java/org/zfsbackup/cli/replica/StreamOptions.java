package org.zfsbackup.cli.replica;

import org.zfsbackup.cli.option.OptionGroup;
import picocli.CommandLine.Option;

/** The options that choose what a stream between datasets contains. */
@OptionGroup("Send")
final class StreamOptions {
    @Option(names = "--together", description = "Send all snapshots after the base in one stream (send -I).")
    boolean together;

    @Option(names = "--properties", description = "Send the dataset's properties too.")
    boolean properties;
}
