package org.zfsbackup.store;

import java.time.Instant;

/**
 * An upload that was started and neither finished nor aborted. It cannot be read, but some stores charge for it.
 *
 * @param name the name that the object was to get
 * @param id the store's identifier of the upload
 * @param begun when it was started, by the store's clock
 */
public record UnfinishedUpload(String name, String id, Instant begun) {}
