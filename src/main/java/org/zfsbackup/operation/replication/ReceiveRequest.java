package org.zfsbackup.operation.replication;

import org.zfsbackup.zfs.DatasetName;

/**
 * How one stream is to be received as a replica.
 *
 * @param dataset the destination
 * @param isNew whether the destination has no snapshot yet
 * @param withProperties whether the stream carries the properties of its datasets
 * @param force whether the plan allows that the destination is rolled back first ({@code receive -F})
 */
public record ReceiveRequest(DatasetName dataset, boolean isNew, boolean withProperties, boolean force) {}
