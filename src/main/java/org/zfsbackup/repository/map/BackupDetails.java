package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendOptions;

/**
 * What else the map says about a backup.
 *
 * @param created when the snapshot was created, in whole seconds, by the source's clock; for people, not for order
 * @param birth the snapshot's place in ZFS's order; empty if an older program or the original program wrote the entry
 * @param parentId the ID of the backup on which an incremental one builds; empty if an older program or the original
 *     program wrote either
 * @param parentDataset the dataset, as the map calls it, whose backup an incremental one builds on, if that is another
 *     one: the origin of a clone, or the same dataset before it was renamed or promoted
 * @param newClone whether the stream creates its dataset as a clone of the snapshot that it builds on
 * @param recursive whether the stream also holds the datasets below
 * @param format the form in which the stream was sent; empty if an older program or the original program wrote the
 *     entry, which always used the plain form
 * @param sizeEstimate the estimate of {@code zfs send -nvP}, in bytes
 * @param unknown keys that this program does not know, kept as they are
 */
@RecordBuilder
public record BackupDetails(
        Instant created,
        Optional<SnapshotOrder> birth,
        Optional<String> parentId,
        Optional<DatasetName> parentDataset,
        boolean newClone,
        boolean recursive,
        Optional<SendOptions> format,
        OptionalLong sizeEstimate,
        Map<String, JsonNode> unknown)
        implements BackupDetailsBuilder.With {
    public BackupDetails {
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
    }

    /** The details that older programs wrote. */
    public BackupDetails(Instant created, boolean recursive, OptionalLong sizeEstimate, Map<String, JsonNode> unknown) {
        this(
                created,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                recursive,
                Optional.empty(),
                sizeEstimate,
                unknown);
    }
}
