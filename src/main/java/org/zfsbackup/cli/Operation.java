package org.zfsbackup.cli;

/** An operation at a place for objects. */
abstract class Operation extends AnyOperation<Method> {}
