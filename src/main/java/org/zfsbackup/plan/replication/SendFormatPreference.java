package org.zfsbackup.plan.replication;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * Which form of streams a user wants; nothing stands for the best that both sides can do.
 *
 * @param raw whether encrypted blocks go as they are ({@code send -w})
 * @param compressed whether compressed blocks go as they are ({@code send -c})
 * @param largeBlocks whether blocks larger than 128 KiB go as they are ({@code send -L})
 * @param embedded whether very small blocks go inside their pointers ({@code send -e})
 * @param properties whether the properties of the dataset go too ({@code send -p})
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
