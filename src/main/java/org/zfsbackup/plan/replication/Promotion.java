package org.zfsbackup.plan.replication;

import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;

/**
 * The newest snapshot of a replica belongs to another dataset at the source now, because that was promoted.
 *
 * @param promoted that dataset
 * @param replica where its replica is or would be, if that is known
 * @param exists whether that exists
 * @param isClone whether it is a clone of the replica that this is about
 */
public record Promotion(DatasetName promoted, Optional<DatasetName> replica, boolean exists, boolean isClone) {}
