package org.zfsbackup.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.plan.replication.SendFormatPreference;
import picocli.CommandLine.Option;

/** The options that choose the form of a stream. */
@OptionGroup("Send")
public final class FormatOptions {
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
            description = "Send compressed blocks as they are (default: to a dataset, if possible).")
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

    /**
     * The form that the user wants.
     *
     * @param properties whether to send the dataset's properties too
     */
    public SendFormatPreference form(boolean properties) {
        return new SendFormatPreference(
                Optional.ofNullable(raw),
                Optional.ofNullable(compressed),
                Optional.ofNullable(largeBlocks),
                Optional.ofNullable(embedded),
                properties);
    }
}
