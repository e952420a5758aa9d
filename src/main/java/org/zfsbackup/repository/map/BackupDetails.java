package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What else the map says of a backup.
 *
 * @param created when the snapshot was made, in whole seconds, by the source's clock; for people, not for order
 * @param birth the snapshot's place in ZFS's order; nothing if an older program or the original wrote the entry
 * @param parentId the backup that an incremental one builds on; nothing if an older program or the original wrote either
 * @param recursive whether the stream holds the dataset's children too
 * @param sizeEstimate what {@code zfs send -nvP} told, in bytes
 * @param unknown keys that are not ours: kept as they are
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

    /** Details as older programs knew them. */
    public BackupDetails(Instant created, boolean recursive, OptionalLong sizeEstimate, Map<String, JsonNode> unknown) {
        this(created, Optional.empty(), Optional.empty(), recursive, sizeEstimate, unknown);
    }
}
