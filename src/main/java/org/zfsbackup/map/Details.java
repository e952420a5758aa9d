package org.zfsbackup.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What else the map says of a backup.
 *
 * @param created when the snapshot was made, in whole seconds
 * @param recursive whether the stream holds the dataset's children too
 * @param sizeEstimate what {@code zfs send -nP} told, in bytes
 * @param unknown keys that are not ours: kept as they are
 */
public record Details(Instant created, boolean recursive, OptionalLong sizeEstimate, Map<String, JsonNode> unknown) {
    public Details {
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
    }
}
