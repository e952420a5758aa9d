/** From dataset to dataset: both sides as they are, the plan for each dataset, what stays, and whether they are the same. */
@NullMarked
package org.zfsbackup.operation.replication;

import org.jspecify.annotations.NullMarked;
