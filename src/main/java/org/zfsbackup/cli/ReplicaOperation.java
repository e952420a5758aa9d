package org.zfsbackup.cli;

/** An operation on replicas. */
abstract class ReplicaOperation extends AnyOperation<ReplicaMethod> {}
