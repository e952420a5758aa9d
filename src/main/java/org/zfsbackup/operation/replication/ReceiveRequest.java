package org.zfsbackup.operation.replication;

import org.zfsbackup.zfs.DatasetName;

/**
 * How to receive one stream as a replica.
 *
 * @param dataset the destination
 * @param volume whether it becomes a volume, to which the properties of file systems do not apply
 * @param isNew whether the destination has no snapshot yet
 * @param withProperties whether the stream contains the properties of its datasets
 * @param plain whether it is created without encryption, although the dataset above it may be encrypted
 * @param force whether the plan allows rolling back the destination first ({@code receive -F})
 */
public record ReceiveRequest(
        DatasetName dataset, boolean volume, boolean isNew, boolean plain, boolean withProperties, boolean force) {}
