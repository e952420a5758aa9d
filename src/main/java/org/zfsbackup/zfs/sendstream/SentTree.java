package org.zfsbackup.zfs.sendstream;

import org.zfsbackup.zfs.DatasetTree;

/**
 * The datasets that a recursive stream must hold.
 *
 * @param datasets as they were when the stream was planned
 * @param originsElsewhere whether a clone may come without its origin, because the receiver may have that from another
 *     stream
 */
public record SentTree(DatasetTree datasets, boolean originsElsewhere) {}
