package org.zfsbackup.plan.replication;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * Which form of streams a user wants. An empty value means the best that both sides can do.
 *
 * @param raw whether to send encrypted blocks as they are ({@code send -w})
 * @param compressed whether to send compressed blocks as they are ({@code send -c})
 * @param largeBlocks whether to send blocks larger than 128 KiB as they are ({@code send -L})
 * @param embedded whether to send very small blocks inside their block pointers ({@code send -e})
 * @param properties whether to send the properties of the dataset too ({@code send -p})
 */
@RecordBuilder
public record SendFormatPreference(
        Optional<Boolean> raw,
        Optional<Boolean> compressed,
        Optional<Boolean> largeBlocks,
        Optional<Boolean> embedded,
        boolean properties)
        implements SendFormatPreferenceBuilder.With {
    /** The best that both sides can do. */
    public static final SendFormatPreference BEST =
            new SendFormatPreference(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
}
