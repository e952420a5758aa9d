package org.zfsbackup.store;

import java.time.Instant;

/**
 * An upload that was begun and neither finished nor given up: nothing that can be read, but some stores bill it.
 *
 * @param name the object that it was to become
 * @param id the store's own name for it
 * @param begun by the store's clock
 */
public record UnfinishedUpload(String name, String id, Instant begun) {}
