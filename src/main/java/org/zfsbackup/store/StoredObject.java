package org.zfsbackup.store;

import java.time.Instant;

/**
 * One object of a store.
 *
 * @param name its path from the store's root, with slashes
 * @param size in bytes
 * @param modified by the store's own clock
 * @param availability as far as the call that gave it knows: a list may call offline what {@link ObjectStore#stat} finds
 */
public record StoredObject(String name, long size, Instant modified, Availability availability) {
    /** The rest of its name, after a folder that it is in and the slash. */
    public String nameIn(String folder) {
        return name.substring(folder.length() + 1);
    }

    /** An object that can be read. */
    public StoredObject(String name, long size, Instant modified) {
        this(name, size, modified, Availability.AVAILABLE);
    }
}
