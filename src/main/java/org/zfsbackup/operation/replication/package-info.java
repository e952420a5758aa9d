/** Replication from dataset to dataset: the plan, and the run that carries it out. */
@NullMarked
package org.zfsbackup.operation.replication;

import org.jspecify.annotations.NullMarked;
