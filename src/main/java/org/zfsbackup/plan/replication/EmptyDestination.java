package org.zfsbackup.plan.replication;

/**
 * What is known about a destination that exists and has no snapshots.
 *
 * @param container whether zfsbackup created it to hold the replicas below it, and nothing was changed since
 * @param hasDatasetsBelow whether there are datasets below it
 */
public record EmptyDestination(boolean container, boolean hasDatasetsBelow) {}
