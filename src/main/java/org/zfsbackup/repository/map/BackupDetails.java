package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What else the map says about a backup.
 *
 * @param created when the snapshot was created, in whole seconds, by the source's clock; for people, not for order
 * @param birth the snapshot's place in ZFS's order; empty if an older program or the original program wrote the entry
 * @param parentId the ID of the backup on which an incremental one builds; empty if an older program or the original
 *     program wrote either
 * @param recursive whether the stream also holds the datasets below
 * @param sizeEstimate the estimate of {@code zfs send -nvP}, in bytes
 * @param unknown keys that this program does not know, kept as they are
 */
public record BackupDetails(
        Instant created,
        Optional<SnapshotOrder> birth,
        Optional<String> parentId,
        boolean recursive,
        OptionalLong sizeEstimate,
        Map<String, JsonNode> unknown) {
    public BackupDetails {
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
    }

    /** The details that older programs wrote. */
    public BackupDetails(Instant created, boolean recursive, OptionalLong sizeEstimate, Map<String, JsonNode> unknown) {
        this(created, Optional.empty(), Optional.empty(), recursive, sizeEstimate, unknown);
    }
}
