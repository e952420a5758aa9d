package org.zfsbackup.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One object of a store.
 *
 * @param name its path, relative to the store's root, with slashes
 * @param size in bytes
 * @param modified when it was stored, by the store's clock
 * @param availability as far as the call knows: a list may report an object as offline that {@link ObjectStore#stat}
 *     finds readable
 * @param lapses when a copy from an archive stops being readable; empty if the object stays readable, or is not
 */
public record StoredObject(
        String name, long size, Instant modified, Availability availability, Optional<Instant> lapses) {
    /** The name relative to a folder that contains the object. */
    public String nameIn(String folder) {
        return name.substring(folder.length() + 1);
    }

    /** An object that can be read. */
    public StoredObject(String name, long size, Instant modified) {
        this(name, size, modified, Availability.AVAILABLE, Optional.empty());
    }
}
