package org.zfsbackup.target;

import java.time.Instant;

/**
 * One object of a store.
 *
 * @param name its path from the store's root, with slashes
 * @param size in bytes
 * @param modified by the store's own clock
 */
public record StoredObject(String name, long size, Instant modified) {}
